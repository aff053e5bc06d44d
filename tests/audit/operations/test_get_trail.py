"""GetTrail: the settings of one trail."""

import pytest

from tests.audit.trails.worlds import BUCKET, NAME, Trails
from tests.world import Client, refused


def test_by_name_or_arn(trail: str, trails: Trails) -> None:
    found = trails.get_trail(Name=NAME)["Trail"]
    assert found == trails.get_trail(Name=trail)["Trail"]
    assert found["HomeRegion"] == "us-east-1"
    assert found["S3BucketName"] == BUCKET
    assert found["HasCustomEventSelectors"] is False


@pytest.mark.parametrize(
    "arn",
    ["arn:aws:cloudtrail:us-east-1:1", "arn:aws:kms:us-east-1:111122223333:key/a"],
)
def test_another_arn_is_refused(trails: Trails, arn: str) -> None:
    with refused("CloudTrailARNInvalidException"):
        trails.get_trail(Name=arn)


def test_a_name_is_looked_for_in_its_region(alice: Client, trail: str) -> None:
    there = Trails(alice.in_region("us-west-2"))
    with refused("TrailNotFoundException"):
        there.get_trail(Name=NAME)
    assert there.get_trail(Name=trail)


def test_a_stranger_is_refused(mallory: Client, trail: str) -> None:
    with refused("AccessDeniedException"):
        Trails(mallory).get_trail(Name=trail)
    with refused("TrailNotFoundException"):
        Trails(mallory).get_trail(Name=NAME)
