"""ListObjectsV2: the same with tokens instead of markers."""

from tests.audit.operations.buckets import KEYS, fill, require_closed, s3
from tests.world import Client, World, refused


def test_pages_go_on_by_token(alice: Client) -> None:
    fill(alice)
    first = s3(alice, "ListObjectsV2", MaxKeys=2)
    assert (first["KeyCount"], first["IsTruncated"]) == (2, True)
    token = first["NextContinuationToken"]
    rest = s3(alice, "ListObjectsV2", ContinuationToken=token)
    listed = [entry["Key"] for page in (first, rest) for entry in page["Contents"]]
    assert listed == sorted(KEYS)
    assert rest["IsTruncated"] is False


def test_a_token_is_good_for_its_list_only(alice: Client) -> None:
    fill(alice)
    token = s3(alice, "ListObjectsV2", MaxKeys=2)["NextContinuationToken"]
    with refused("InvalidMarkerException"):
        s3(alice, "ListObjectsV2", ContinuationToken=token, Prefix="a")


def test_it_starts_after_a_key(alice: Client) -> None:
    fill(alice)
    found = s3(alice, "ListObjectsV2", StartAfter="a/b/3.gz")
    assert [entry["Key"] for entry in found["Contents"]] == ["c.gz"]


def test_it_is_closed_to_others(world: World, alice: Client, mallory: Client) -> None:
    require_closed(world, alice, mallory, "ListObjectsV2")
