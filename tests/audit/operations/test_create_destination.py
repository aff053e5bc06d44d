"""CreateDestination: who may, what is refused, and that no secret shows."""

from typing import Any

import pytest
from django.conf import LazySettings

from audit.models import Destination
from tests.audit.outputs.worlds import SECRET, create
from tests.keys.ledger import last_record
from tests.world import Client, World, refused

URL = "https://siem.example.com/hook-that-is-secret"


def test_the_webhook_s_secret_is_shown_once(alice: Client) -> None:
    made = create(alice, EndpointURL=URL)
    assert len(made["Secret"]) == 64
    assert made["Destination"]["EndpointHost"] == "https://siem.example.com"
    listed = alice.perform("portal", "ListDestinations")
    assert made["Secret"] not in str(listed)


def test_address_and_secret_are_sealed_and_in_no_event(alice: Client) -> None:
    create(alice, Kind="HTTP", EndpointURL=URL, Secret=SECRET)
    told = str(last_record(alice)) + str(alice.perform("portal", "ListDestinations"))
    sealed = bytes(Destination.objects.get().sealed)
    for secret in (SECRET, "hook-that-is-secret"):
        assert secret not in told
        assert secret.encode() not in sealed


@pytest.mark.parametrize(
    "members",
    [
        {"EndpointURL": "http://siem.example.com/"},
        {"EndpointURL": "https://169.254.169.254/"},
        {"EndpointURL": "https://[::ffff:10.0.0.1]/"},
        {"EndpointURL": URL, "Format": "CEF"},
        {"EndpointURL": URL, "Kind": "SPLUNK"},
        {"EndpointURL": URL, "Kind": "SYSLOG"},
        {"EndpointURL": "tls://x.example.com", "Kind": "SYSLOG", "Secret": "x"},
        {"EndpointURL": URL, "CACertificate": "no certificate"},
    ],
)
def test_what_cannot_work_is_refused(alice: Client, members: dict[str, Any]) -> None:
    with refused("ValidationException"):
        create(alice, **members)


def test_the_operator_may_allow_a_private_host(
    alice: Client, settings: LazySettings
) -> None:
    settings.KMSPORTAL_OUTPUT_PRIVATE_HOSTS = ["10.0.0.*"]
    create(alice, EndpointURL="http://10.0.0.9/")


def test_a_name_is_taken_once_in_an_account(alice: Client, mallory: Client) -> None:
    create(alice, EndpointURL=URL)
    create(mallory, EndpointURL=URL)
    with refused("AlreadyExistsException"):
        create(alice, EndpointURL=URL)


def test_there_are_ten_at_most(alice: Client) -> None:
    for number in range(10):
        create(alice, Name=f"n{number}", EndpointURL=URL)
    with refused("LimitExceededException"):
        create(alice, EndpointURL=URL)


def test_only_the_management_account_takes_the_organisation_s(
    alice: Client, world: World
) -> None:
    member = world.account()
    with refused("AccessDeniedException"):
        create(member, EndpointURL=URL, ForOrganization=True)


def test_a_user_without_a_policy_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        create(world.user(alice, "bob"), EndpointURL=URL)
