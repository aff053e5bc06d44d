"""UpdateAlertRule: what is given changes and all else stays."""

from tests.audit.outputs.worlds import NAME, create_rule
from tests.world import Client, refused


def test_what_is_given_changes(alice: Client, mallory: Client) -> None:
    create_rule(alice, Email="security@example.com")
    with refused("ResourceNotFoundException"):
        mallory.perform("portal", "UpdateAlertRule", Name=NAME, Enabled=False)
    answer = alice.perform(
        "portal", "UpdateAlertRule", Name=NAME, CoolDownSeconds=60, Enabled=False
    )
    changed = answer["AlertRule"]
    assert changed["CoolDownSeconds"] == 60
    assert changed["Email"] == "security@example.com"
    with refused("ValidationException"):
        alice.perform("portal", "UpdateAlertRule", Name=NAME, Email="nobody")
