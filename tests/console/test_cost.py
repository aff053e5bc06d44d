"""Cost in the console: down to the calls, statements, prices, budgets."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from billing.catalogue import install_books
from kmsportal.console.request import ConsoleRequest
from kmsportal.tenancy.models import Role
from tests.billing.operations.worlds import settle
from tests.console.conftest import role_browser
from tests.world import NOW, Client

pytestmark = pytest.mark.usefixtures("books")
FORM = {
    "budget_name": "keys",
    "limit_amount": "5",
    "scope": "ACCOUNT",
    "actual": "80, 100",
    "forecast": "100",
    "subscribers": "ops@example.com",
}


@pytest.fixture(autouse=True)
def _in_the_month_of_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    original = ConsoleRequest.__init__

    def at_that_moment(self: ConsoleRequest, *args: Any) -> None:
        original(self, *args)
        self.time = NOW

    monkeypatch.setattr(ConsoleRequest, "__init__", at_that_moment)


@pytest.fixture
def books(db: None) -> None:
    install_books()


def test_each_figure_leads_to_rows_that_add_up(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    month = signed_in.get(f"{home}cost/")
    assert "cost/detail/?month=2026-11&amp;account_id=&amp;key_arn=" in (
        month.content.decode()
    )
    asked = {"month": "2026-11", "key_arn": orders["Arn"]}
    key = signed_in.get(f"{home}cost/detail/", asked).context
    listed = [one for one in month.context["by_key"].lines if one.key_arn]
    assert total(key["by_operation"]) == total(key["by_day"])
    assert sum(Decimal(one.amount) for one in listed) == Decimal(key["by_day"].subtotal)


def test_an_operation_of_a_key_leads_to_its_calls(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    asked = {"key_arn": orders["Arn"], "operation": "kms:Encrypt"}
    page = signed_in.get(f"{home}cost/detail/", asked)
    (day, *_) = page.context["by_day"].lines
    assert (day.day, day.requests, day.key_hours) == ("2026-11-23", 1, 0)
    assert "start_time=2026-11-23T00:00:00" in page.content.decode()
    query = {
        "start_time": "2026-11-23T00:00:00",
        "end_time": "2026-11-23T23:59:59",
        "event_name": "Encrypt",
        "key_arn": orders["Arn"],
    }
    calls = signed_in.get(f"{home}events/", query).context["found"].events
    assert len(calls) == day.requests


def total(report: Any) -> Decimal:
    return sum((Decimal(one.amount) for one in report.lines), Decimal(0))


def test_a_statement_is_shown_with_its_proof(
    signed_in: Browser, home: str, alice: Client, orders: dict[str, Any]
) -> None:
    assert "No month is closed" in (
        signed_in.get(f"{home}cost/statements/").content.decode()
    )
    settle(alice)
    assert "KMSP-2026-" in signed_in.get(f"{home}cost/statements/").content.decode()
    page = signed_in.get(f"{home}cost/statements/2026-11/")
    assert "Digest and signature fit" in page.content.decode()
    document = page.context["document"]
    lines = [*document.lines, *document.corrections]
    found = sum((Decimal(one.amount) for one in lines), Decimal(0))
    assert found + Decimal(document.rounding) == Decimal(document.total)


def test_prices_and_what_others_would_be(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    assert "In force" in signed_in.get(f"{home}cost/prices/").content.decode()
    asked = {"price_book": "aws-2024-05", "month": "2026-11"}
    page = signed_in.get(f"{home}cost/prices/", asked)
    assert page.context["asked"].result.total == "0.00"
    refused = signed_in.get(f"{home}cost/prices/", {"price_book": "none"})
    assert refused.context["asked"].refusal is not None


def test_a_budget_is_made_looked_at_and_deleted(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    assert "No budgets" in signed_in.get(f"{home}cost/budgets/").content.decode()
    made = signed_in.post(f"{home}cost/budgets/create/", FORM, follow=True)
    told = made.context["told"].budget
    assert [one.threshold for one in told.notifications] == ["80", "100", "100"]
    assert "keys" in signed_in.get(f"{home}cost/budgets/").content.decode()
    address = f"{home}cost/budgets/of/keys/delete/"
    assert "Delete keys?" in signed_in.get(address).content.decode()
    signed_in.post(address)
    assert "No budgets" in signed_in.get(f"{home}cost/budgets/").content.decode()


def test_a_refusal_stands_in_the_form_and_a_secret_is_shown_once(
    signed_in: Browser, home: str, settings: Settings
) -> None:
    address = f"{home}cost/budgets/create/"
    hooked = FORM | {"subscribers": "https://hooks.example.com/x"}
    assert "KMSPORTAL_WEBHOOK_HOSTS" in signed_in.post(address, hooked).content.decode()
    settings.KMSPORTAL_WEBHOOK_HOSTS = ["*"]
    page = signed_in.post(address, hooked)
    assert page.context["made"].webhook_secret in page.content.decode()


def test_who_reads_costs_reads_all_and_makes_no_budget(
    home: str, alice: Client
) -> None:
    viewer = role_browser(alice, Role.BILLING_VIEWER)
    for place in ("statements/", "prices/", "budgets/", "detail/"):
        assert viewer.get(f"{home}cost/{place}").status_code == 200
    assert viewer.post(f"{home}cost/budgets/create/", FORM).status_code == 403
