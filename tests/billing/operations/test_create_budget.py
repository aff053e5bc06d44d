from typing import Any

import pytest
from pytest_django import Settings

from kmsportal.projector import catch_up
from tests.billing.budgets.worlds import MAIL, actual, make_budget
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]
HOOK = {"SubscriptionType": "WEBHOOK", "Address": "https://hooks.example.com/x"}


def test_a_budget_tells_what_it_was_made_of(alice: Client) -> None:
    told = make_budget(alice, Notifications=[actual("80.50")])["Budget"]
    assert told["LimitAmount"] == "0.2"
    assert list(told["Notifications"]) == [actual("80.5")]
    assert list(told["Subscribers"]) == [MAIL]
    assert told["AccountId"] == alice.account_id


def test_a_webhooks_secret_is_told_once_and_in_no_event(
    alice: Client, settings: Settings
) -> None:
    settings.KMSPORTAL_WEBHOOK_HOSTS = ["*.example.com"]
    made = make_budget(alice, Subscribers=[HOOK])
    catch_up()
    events = alice.perform("portal", "SearchEvents", EventName="CreateBudget")
    assert made["WebhookSecret"] not in str(events)
    told = alice.perform("portal", "DescribeBudget", BudgetName="keys")
    assert made["WebhookSecret"] not in str(told)


@pytest.mark.parametrize(
    "members",
    [
        {"LimitAmount": "0.00"},
        {"BlocksCryptography": True},
        {"Scope": "KEY"},
        {"KeyArn": "arn:aws:kms:us-east-1:111122223333:key/a"},
        {"Scope": "TAG", "TagKey": "team"},
        {"TagValue": "a"},
        {"Notifications": [actual("50"), actual("50.0")]},
        {"Notifications": [actual("0")]},
        {"Subscribers": [MAIL, MAIL]},
        {"Subscribers": [MAIL | {"Address": "nobody"}]},
        {"Subscribers": [HOOK]},
        {"Scope": "ORGANIZATION", "AccountId": "111122223333"},
    ],
)
def test_what_cannot_be_meant_is_refused(alice: Client, members: Any) -> None:
    with refused("ValidationException"):
        make_budget(alice, **members)


@pytest.mark.parametrize(
    "address",
    ["ftp://hooks.example.com", "https://user@hooks.example.com", "https://[", "x"],
)
def test_only_the_operators_hosts_are_posted_to(
    alice: Client, settings: Settings, address: str
) -> None:
    settings.KMSPORTAL_WEBHOOK_HOSTS = ["hooks.example.com"]
    with refused("ValidationException"):
        make_budget(alice, Subscribers=[HOOK | {"Address": address}])


def test_a_name_is_given_once(alice: Client) -> None:
    make_budget(alice)
    with refused("AlreadyExistsException"):
        make_budget(alice)


def test_another_account_may_be_watched_by_its_manager_alone(
    world: World, alice: Client
) -> None:
    stranger = World().account("stranger")
    for members in ({"AccountId": alice.account_id}, {"AccountId": "999999999999"}):
        with refused("AccessDeniedException"):
            make_budget(stranger, **members)


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        make_budget(world.user(alice, "bob"))
