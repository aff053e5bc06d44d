"""ListDestinations: the account's own, without address or secret."""

from tests.audit.outputs.worlds import NAME, create
from tests.world import Client, World, refused


def test_only_the_account_s_own_are_listed(alice: Client, mallory: Client) -> None:
    create(alice, EndpointURL="https://siem.example.com/")
    (listed,) = alice.perform("portal", "ListDestinations")["Destinations"]
    assert listed["Name"] == NAME
    assert mallory.perform("portal", "ListDestinations")["Destinations"] == []


def test_a_user_without_a_policy_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform("portal", "ListDestinations")
