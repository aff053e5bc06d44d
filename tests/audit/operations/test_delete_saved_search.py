"""DeleteSavedSearch: only one's own."""

from tests.audit.operations.test_list_saved_searches import listed, somebody
from tests.audit.operations.test_put_saved_search import saved
from tests.world import Client, World, refused


def delete(client: Client) -> None:
    client.perform("portal", "DeleteSavedSearch", Name="refused")


def test_it_is_gone(alice: Client) -> None:
    saved(alice)
    delete(alice)
    assert listed(alice) == []


def test_nobody_else_deletes_it(world: World, alice: Client, mallory: Client) -> None:
    saved(alice, Shared=True)
    for other in (somebody(world, alice), mallory):
        with refused("ResourceNotFoundException"):
            delete(other)
    assert listed(alice) == [("refused", True)]
