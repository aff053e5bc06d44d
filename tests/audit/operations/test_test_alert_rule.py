"""TestAlertRule: a trial message goes out by each channel of the rule."""

from django.core import mail

from tests.audit.outputs.worlds import NAME, create_rule
from tests.world import Client, refused


def test_a_trial_message_is_sent(alice: Client, mallory: Client) -> None:
    create_rule(alice, Email="security@example.com")
    with refused("ResourceNotFoundException"):
        mallory.perform("portal", "TestAlertRule", Name=NAME)
    answer = alice.perform("portal", "TestAlertRule", Name=NAME)
    assert answer == {"Accepted": True}
    assert "Nothing has happened" in mail.outbox[0].body


def test_a_webhook_out_of_bounds_is_told(alice: Client, settings: object) -> None:
    create_rule(alice, EndpointURL="https://unknown.invalid/")
    answer = alice.perform("portal", "TestAlertRule", Name=NAME)
    assert answer["Error"] == "The name unknown.invalid is not known."
