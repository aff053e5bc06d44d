"""DeleteDestination: it is gone, and a stranger's call changes nothing."""

from tests.audit.outputs.worlds import NAME, create
from tests.world import Client, refused


def test_it_is_gone(alice: Client, mallory: Client) -> None:
    create(alice, EndpointURL="https://siem.example.com/")
    with refused("ResourceNotFoundException"):
        mallory.perform("portal", "DeleteDestination", Name=NAME)
    assert alice.perform("portal", "ListDestinations")["Destinations"]
    alice.perform("portal", "DeleteDestination", Name=NAME)
    assert alice.perform("portal", "ListDestinations")["Destinations"] == []
