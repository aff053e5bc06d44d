"""DeleteAlertRule: it is gone, and a stranger's call changes nothing."""

from tests.audit.outputs.worlds import NAME, create_rule
from tests.world import Client, refused


def test_it_is_gone(alice: Client, mallory: Client) -> None:
    create_rule(alice, Email="security@example.com")
    with refused("ResourceNotFoundException"):
        mallory.perform("portal", "DeleteAlertRule", Name=NAME)
    assert alice.perform("portal", "ListAlertRules")["AlertRules"]
    alice.perform("portal", "DeleteAlertRule", Name=NAME)
    assert alice.perform("portal", "ListAlertRules")["AlertRules"] == []
