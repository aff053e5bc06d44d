import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from billing.budgets.alerting import EVERY
from kmsportal.outgoing import pause_after, signature
from kmsportal.projector import catch_up
from tests.audit.proof.receivers import Receiver
from tests.audit.proof.test_anchoring import receiver
from tests.billing.budgets.worlds import (
    LATE,
    actual,
    alerts_of,
    forecast,
    make_budget,
    watch,
)
from tests.billing.operations.worlds import bob, eve
from tests.world import Client

__all__ = ["bob", "eve", "receiver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def thresholds(client: Client, name: str = "keys") -> list[tuple[str, str]]:
    told = [one["Notification"] for one in alerts_of(client, name)]
    return sorted((one["NotificationType"], one["Threshold"]) for one in told)


def test_each_threshold_that_is_reached_alerts_once(alice: Client) -> None:
    alice.create_key()
    make_budget(alice, Notifications=[actual("50"), actual("100"), forecast("120")])
    assert watch() == 2
    assert watch(LATE + EVERY) == 0
    assert thresholds(alice) == [("ACTUAL", "50"), ("FORECASTED", "120")]
    assert [message.to for message in mail.outbox] == [["ops@example.com"]] * 2
    assert "Budget keys: 50 % reached" in {message.subject for message in mail.outbox}


def test_a_new_month_alerts_anew(alice: Client) -> None:
    alice.create_key()
    make_budget(alice, Notifications=[actual("50")])
    assert (watch(), watch(datetime(2026, 12, 20, tzinfo=UTC))) == (1, 1)
    assert [one["Month"] for one in alerts_of(alice)] == ["2026-12", "2026-11"]


def test_the_last_hours_of_a_month_count_in_its_grace(alice: Client) -> None:
    alice.create_key()
    make_budget(
        alice, Notifications=[actual("100"), forecast("1000")], LimitAmount="0.25"
    )
    assert watch(datetime(2026, 11, 30, 11, tzinfo=UTC)) == 0
    assert watch(datetime(2026, 12, 1, 1, tzinfo=UTC)) == 1
    (told,) = alerts_of(alice)
    assert (told["Month"], told["Amount"]) == ("2026-11", "0.25")


def test_an_amount_is_a_threshold_too(alice: Client) -> None:
    alice.create_key()
    by_amount = actual("0.15") | {"ThresholdType": "ABSOLUTE_VALUE"}
    make_budget(alice, Notifications=[by_amount])
    assert watch() == 1
    assert "0.15 USD reached" in mail.outbox[0].subject


def test_a_forecast_waits_for_a_day_of_its_month(alice: Client) -> None:
    alice.create_key()
    make_budget(alice, Notifications=[forecast("100")])
    assert watch(datetime(2026, 12, 1, 20, tzinfo=UTC)) == 0
    assert watch(datetime(2026, 12, 2, 1, tzinfo=UTC)) == 1


def test_a_key_and_a_tag_have_budgets(alice: Client) -> None:
    tags = [{"TagKey": "team", "TagValue": "a"}]
    first = alice.create_key(Tags=tags)["KeyMetadata"]["Arn"]
    alice.create_key()
    for name, members in {
        "one-key": {"Scope": "KEY", "KeyArn": first},
        "one-tag": {"Scope": "TAG", "TagKey": "team", "TagValue": "a"},
        "no-tag": {"Scope": "TAG", "TagKey": "team", "TagValue": "b"},
        "both": {},
    }.items():
        make_budget(alice, BudgetName=name, Notifications=[actual("50")], **members)
    watch()
    told = {name: alerts_of(alice, name) for name in ("one-key", "one-tag", "both")}
    amounts = {name: found[0]["Amount"] for name, found in told.items()}
    assert amounts["one-key"] == amounts["one-tag"]
    assert amounts["both"] == "0.37"
    assert not alerts_of(alice, "no-tag")


def test_the_management_account_watches_the_others(alice: Client, bob: Client) -> None:
    bob.create_key()
    make_budget(alice, BudgetName="whole", Scope="ORGANIZATION")
    make_budget(alice, BudgetName="bobs", AccountId=bob.account_id)
    make_budget(alice, BudgetName="own")
    watch()
    assert thresholds(alice, "whole") == thresholds(alice, "bobs")
    assert len(thresholds(alice, "whole")) == 2
    assert thresholds(alice, "own") == []


def test_an_alert_is_in_the_ledger(alice: Client) -> None:
    alice.create_key()
    make_budget(alice, Notifications=[actual("50")])
    watch()
    catch_up()
    alice.time = LATE
    found = alice.perform("portal", "SearchEvents", EventName="AlertBudget")["Events"]
    (record,) = [json.loads(one["Record"]) for one in found]
    assert record["serviceEventDetails"]["budgetName"] == "keys"


def test_a_webhook_gets_the_alert_signed_and_again_until_it_takes_it(
    alice: Client, settings: Settings, receiver: Receiver
) -> None:
    settings.KMSPORTAL_WEBHOOK_HOSTS = ["127.0.0.1"]
    hook = {"SubscriptionType": "WEBHOOK", "Address": receiver.url}
    alice.create_key()
    made = make_budget(alice, Subscribers=[hook], Notifications=[actual("50")])
    receiver.status = 503
    watch()
    assert delivery(alice)["Error"] == "The webhook answered with status 503."
    receiver.status = 200
    watch(LATE + pause_after(0))
    assert "Error" not in delivery(alice)
    first, second = receiver.bodies
    assert first == second
    assert json.loads(first)["budgetName"] == "keys"
    secret = made["WebhookSecret"].encode()
    assert receiver.signatures[0] == signature(secret, first)
    watch(LATE + EVERY)
    assert len(receiver.bodies) == 2


def test_a_webhook_that_is_allowed_no_more_gets_nothing(
    alice: Client, settings: Settings
) -> None:
    settings.KMSPORTAL_WEBHOOK_HOSTS = ["hooks.example.com"]
    hook = {"SubscriptionType": "WEBHOOK", "Address": "https://hooks.example.com/x"}
    alice.create_key()
    make_budget(alice, Subscribers=[hook], Notifications=[actual("50")])
    settings.KMSPORTAL_WEBHOOK_HOSTS = []
    watch()
    assert "does not allow" in delivery(alice)["Error"]
    watch(LATE + timedelta(days=3))
    assert "NextAttemptTime" not in delivery(alice)


def delivery(client: Client) -> dict[str, Any]:
    (told,) = alerts_of(client)
    (found,) = told["Deliveries"]
    assert isinstance(found, dict)
    return found
