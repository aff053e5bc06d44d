"""HeadBucket: whether a bucket is there."""

from tests.audit.operations.buckets import fill, require_closed, s3
from tests.world import Client, World


def test_it_is_there(alice: Client) -> None:
    fill(alice)
    assert s3(alice, "HeadBucket") == {"BucketRegion": "us-east-1"}


def test_it_is_closed_to_others(world: World, alice: Client, mallory: Client) -> None:
    require_closed(world, alice, mallory, "HeadBucket")
