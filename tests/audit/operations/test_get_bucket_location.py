"""GetBucketLocation: the Region of a bucket."""

from tests.audit.operations.buckets import fill, require_closed, s3
from tests.world import Client, World


def test_the_first_region_is_told_as_nothing(alice: Client) -> None:
    fill(alice)
    assert s3(alice, "GetBucketLocation") == {}


def test_another_region_is_told(alice: Client) -> None:
    fill(alice.in_region("eu-central-1"))
    found = s3(alice, "GetBucketLocation")
    assert found == {"LocationConstraint": "eu-central-1"}


def test_it_is_closed_to_others(world: World, alice: Client, mallory: Client) -> None:
    require_closed(world, alice, mallory, "GetBucketLocation")
