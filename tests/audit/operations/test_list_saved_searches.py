"""ListSavedSearches: one's own and the shared."""

from tests.audit.operations.test_put_saved_search import saved
from tests.world import Client


def listed(client: Client) -> list[tuple[str, bool]]:
    answer = client.perform("portal", "ListSavedSearches")
    return [(one["Name"], one["IsOwn"]) for one in answer["SavedSearches"]]


def test_others_of_the_account_see_what_is_shared(alice: Client, bob: Client) -> None:
    saved(alice, "hers")
    saved(alice, "everyone", Shared=True)
    assert listed(alice) == [("everyone", True), ("hers", True)]
    assert listed(bob) == [("everyone", False)]


def test_a_stranger_sees_none(alice: Client, mallory: Client) -> None:
    saved(alice, Shared=True)
    assert listed(mallory) == []
