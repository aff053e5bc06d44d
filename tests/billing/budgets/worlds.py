"""A budget that two keys' month uses up, watched at a later moment."""

from datetime import UTC, datetime
from typing import Any

from kmsportal.alerting import watch_budgets
from kmsportal.projector import catch_up
from tests.world import Client

MAIL = {"SubscriptionType": "EMAIL", "Address": "ops@example.com"}
LATE = datetime(2026, 11, 29, tzinfo=UTC)


def actual(percent: str) -> dict[str, str]:
    return {"NotificationType": "ACTUAL", "Threshold": percent}


def forecast(percent: str) -> dict[str, str]:
    return {"NotificationType": "FORECASTED", "Threshold": percent}


def make_budget(client: Client, **members: Any) -> dict[str, Any]:
    usual = {
        "BudgetName": "keys",
        "LimitAmount": "0.20",
        "Notifications": [actual("50"), actual("100"), forecast("100")],
        "Subscribers": [MAIL],
    }
    return client.perform("portal", "CreateBudget", **{**usual, **members})


def watch(now: datetime = LATE) -> int:
    catch_up()
    return watch_budgets(now)


def alerts_of(client: Client, name: str = "keys") -> list[dict[str, Any]]:
    told = client.perform("portal", "DescribeBudget", BudgetName=name)
    found: list[dict[str, Any]] = told["Alerts"]
    return found
