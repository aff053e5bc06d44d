"""ListAlertRules: the account's own, without address or secret."""

from tests.audit.outputs.worlds import NAME, create_rule
from tests.world import Client, World, refused


def test_only_the_account_s_own_are_listed(alice: Client, mallory: Client) -> None:
    create_rule(alice, Email="security@example.com")
    (listed,) = alice.perform("portal", "ListAlertRules")["AlertRules"]
    assert listed["Name"] == NAME
    assert mallory.perform("portal", "ListAlertRules")["AlertRules"] == []


def test_a_user_without_a_policy_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform("portal", "ListAlertRules")
