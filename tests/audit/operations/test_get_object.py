"""GetObject: a file as it stands, with its metadata."""

import pytest

from tests.audit.operations.buckets import allowing, fill, require_closed, s3
from tests.audit.trails.worlds import BUCKET
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


def test_a_file_comes_with_its_metadata(alice: Client) -> None:
    fill(alice)
    found = s3(alice, "GetObject", Key="a/b/3.gz")
    assert found["Body"] == b"a/b/3.gz"
    assert found["Metadata"] == {"signature": "ab12"}
    record = last_record(alice)
    assert record["eventSource"] == "s3.amazonaws.com"
    assert record["requestParameters"] == {"bucketName": BUCKET, "key": "a/b/3.gz"}
    assert record["responseElements"] is None
    (named,) = record["resources"]
    assert named["type"] == "AWS::S3::Object"


@pytest.mark.parametrize(
    "key", ["nothing", "a", "../metadata/c.gz", "/etc/passwd", "a//1.gz", "x" * 2000]
)
def test_what_is_no_file_is_not_there(alice: Client, key: str) -> None:
    fill(alice)
    with refused("NoSuchKey", "The specified key does not exist."):
        s3(alice, "GetObject", Key=key)


def test_a_policy_may_open_one_folder(world: World, alice: Client) -> None:
    fill(alice)
    policy = allowing("s3:GetObject", f"arn:aws:s3:::{BUCKET}/a/*")
    bob = world.user(alice, "bob", policy)
    assert s3(bob, "GetObject", Key="a/1.gz")["Body"]
    with refused("AccessDeniedException"):
        s3(bob, "GetObject", Key="c.gz")


def test_it_is_closed_to_others(world: World, alice: Client, mallory: Client) -> None:
    require_closed(world, alice, mallory, "GetObject", Key="c.gz")
