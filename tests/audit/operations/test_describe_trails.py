"""DescribeTrails: the trails that log in a Region."""

from tests.audit.trails.worlds import BUCKET, NAME, Trails, make_trail
from tests.world import Client, refused


def described(client: Client, **members: object) -> list[str]:
    found = Trails(client).describe_trails(**members)
    return [trail["Name"] for trail in found["trailList"]]


def test_shadows_show_in_every_region(alice: Client, trails: Trails) -> None:
    make_trail(alice, IsMultiRegionTrail=True)
    trails.create_trail(Name="here-only", S3BucketName=BUCKET)
    there = alice.in_region("eu-central-1")
    assert described(alice) == [NAME, "here-only"]
    assert described(there) == [NAME]
    assert described(there, includeShadowTrails=False) == []


def test_named_trails_that_are_not_there_are_left_out(
    alice: Client, trail: str
) -> None:
    assert described(alice, trailNameList=[NAME, "another"]) == [NAME]
    there = alice.in_region("us-west-2")
    assert described(there, trailNameList=[NAME]) == []
    assert described(there, trailNameList=[trail]) == [NAME]


def test_a_bad_name_is_refused(alice: Client) -> None:
    with refused("InvalidTrailNameException"):
        described(alice, trailNameList=["a"])


def test_a_stranger_sees_nothing(mallory: Client, trail: str) -> None:
    assert described(mallory) == described(mallory, trailNameList=[trail]) == []
