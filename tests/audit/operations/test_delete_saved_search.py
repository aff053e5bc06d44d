"""DeleteSavedSearch: only one's own."""

from tests.audit.operations.test_list_saved_searches import listed
from tests.audit.operations.test_put_saved_search import saved
from tests.world import Client, refused


def delete(client: Client) -> None:
    client.perform("portal", "DeleteSavedSearch", Name="refused")


def test_it_is_gone(alice: Client) -> None:
    saved(alice)
    delete(alice)
    assert listed(alice) == []


def test_nobody_else_deletes_it(alice: Client, bob: Client, mallory: Client) -> None:
    saved(alice, Shared=True)
    for other in (bob, mallory):
        with refused("ResourceNotFoundException"):
            delete(other)
    assert listed(alice) == [("refused", True)]
