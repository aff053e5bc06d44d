"""ListSavedSearches: one's own and the shared."""

from tests.audit.operations.test_put_saved_search import saved
from tests.world import Client, World

ALLOW_ALL = (
    '{"Version": "2012-10-17", "Statement":'
    ' {"Effect": "Allow", "Action": "portal:*", "Resource": "*"}}'
)


def somebody(world: World, alice: Client) -> Client:
    """Another user of alice's account, who may do everything."""
    return world.user(alice, "bob", ALLOW_ALL)


def listed(client: Client) -> list[tuple[str, bool]]:
    answer = client.perform("portal", "ListSavedSearches")
    return [(one["Name"], one["IsOwn"]) for one in answer["SavedSearches"]]


def test_others_of_the_account_see_what_is_shared(world: World, alice: Client) -> None:
    bob = somebody(world, alice)
    saved(alice, "hers")
    saved(alice, "everyone", Shared=True)
    assert listed(alice) == [("everyone", True), ("hers", True)]
    assert listed(bob) == [("everyone", False)]


def test_a_stranger_sees_none(alice: Client, mallory: Client) -> None:
    saved(alice, Shared=True)
    assert listed(mallory) == []
