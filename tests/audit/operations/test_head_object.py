"""HeadObject: what there is to know of a file."""

from tests.audit.operations.buckets import fill, require_closed, s3
from tests.world import Client, World, refused


def test_size_and_metadata_are_told(alice: Client) -> None:
    fill(alice)
    found = s3(alice, "HeadObject", Key="c.gz")
    assert found["ContentLength"] == 4
    assert found["ETag"] == s3(alice, "GetObject", Key="c.gz")["ETag"]
    assert found["Metadata"] == {"signature": "ab12"}


def test_what_is_no_file_is_not_there(alice: Client) -> None:
    fill(alice)
    with refused("NoSuchKey"):
        s3(alice, "HeadObject", Key="d.gz")


def test_it_is_closed_to_others(world: World, alice: Client, mallory: Client) -> None:
    require_closed(world, alice, mallory, "HeadObject", Key="c.gz")
