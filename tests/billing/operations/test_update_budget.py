from typing import Any

import pytest
from pytest_django import Settings

from tests.billing.budgets.worlds import actual, make_budget, watch
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]
ASKED: dict[str, Any] = {"BudgetName": "keys", "LimitAmount": "5"}


def test_all_of_it_is_replaced_and_no_alert_comes_twice(alice: Client) -> None:
    alice.create_key()
    make_budget(alice, Notifications=[actual("50")])
    assert watch() == 1
    told = alice.perform("portal", "UpdateBudget", **ASKED)["Budget"]
    assert (told["LimitAmount"], told["Notifications"]) == ("5", ())
    small = {"LimitAmount": "0.20", "Notifications": [actual("50")]}
    alice.perform("portal", "UpdateBudget", **ASKED | small)
    assert watch() == 0


def test_the_first_webhook_brings_a_secret(alice: Client, settings: Settings) -> None:
    settings.KMSPORTAL_WEBHOOK_HOSTS = ["*"]
    make_budget(alice)
    hook = {"SubscriptionType": "WEBHOOK", "Address": "https://hooks.example.com/x"}
    asked = ASKED | {"Subscribers": [hook]}
    assert alice.perform("portal", "UpdateBudget", **asked)["WebhookSecret"]
    assert "WebhookSecret" not in alice.perform("portal", "UpdateBudget", **asked)


def test_a_strangers_budget_is_as_if_there_were_none(alice: Client) -> None:
    make_budget(alice)
    stranger = World().account("stranger")
    with refused("ResourceNotFoundException"):
        stranger.perform("portal", "UpdateBudget", **ASKED)


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    make_budget(alice)
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform("portal", "UpdateBudget", **ASKED)
