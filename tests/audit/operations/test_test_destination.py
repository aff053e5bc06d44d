"""TestDestination: one record goes there now, and what came of it is told."""

from django.conf import LazySettings

from tests.audit.outputs.conftest import receiver
from tests.audit.outputs.worlds import NAME, Receiver, create
from tests.world import Client, refused

__all__ = ["receiver"]


def test_it_tells_whether_the_record_was_accepted(
    alice: Client, receiver: Receiver, settings: LazySettings
) -> None:
    settings.KMSPORTAL_OUTPUT_PRIVATE_HOSTS = ["127.0.0.1"]
    create(alice, EndpointURL=receiver.url)
    answer = alice.perform("portal", "TestDestination", Name=NAME)
    assert answer == {"Accepted": True}
    assert receiver.names == ["TestDestination"]
    receiver.status = 403
    answer = alice.perform("portal", "TestDestination", Name=NAME)
    assert answer == {"Accepted": False, "Error": "It answered with status 403."}
    settings.KMSPORTAL_OUTPUT_PRIVATE_HOSTS = []
    answer = alice.perform("portal", "TestDestination", Name=NAME)
    assert answer["Accepted"] is False
    assert len(receiver.bodies) == 2


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    create(alice, EndpointURL="https://siem.example.com/")
    with refused("ResourceNotFoundException"):
        mallory.perform("portal", "TestDestination", Name=NAME)
