"""ListTrails: all trails of the account, whatever their Region."""

from tests.audit.trails.worlds import NAME, Trails
from tests.world import Client, refused


def test_trails_of_every_region_are_listed(alice: Client, trail: str) -> None:
    listed = Trails(alice.in_region("us-west-2")).list_trails()
    one = {"TrailARN": trail, "Name": NAME, "HomeRegion": "us-east-1"}
    assert listed == {"Trails": [one]}


def test_a_token_of_nowhere_is_refused(trails: Trails) -> None:
    with refused("InvalidTokenException"):
        trails.list_trails(NextToken="a")


def test_a_stranger_sees_nothing(mallory: Client, trail: str) -> None:
    assert Trails(mallory).list_trails() == {"Trails": []}
