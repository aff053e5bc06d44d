"""ListObjects: keys in order, page by page."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from audit.storage.listing import read_page
from audit.storage.local import LocalBucket
from tests.audit.operations.buckets import KEYS, fill, require_closed, s3
from tests.world import Client, World

IN_ORDER = sorted(KEYS)


def keys(found: dict[str, Any]) -> list[str]:
    return [entry["Key"] for entry in found.get("Contents", ())]


def test_keys_come_in_the_order_of_their_bytes(alice: Client) -> None:
    fill(alice)
    assert keys(s3(alice, "ListObjects")) == IN_ORDER


def test_a_page_goes_on_after_its_last_key(alice: Client) -> None:
    fill(alice)
    seen: list[str] = []
    for _ in KEYS:
        found = s3(alice, "ListObjects", Marker=seen[-1] if seen else "", MaxKeys=2)
        seen += keys(found)
        if not found["IsTruncated"]:
            break
    assert seen == IN_ORDER


def test_a_prefix_and_a_delimiter_make_folders(alice: Client) -> None:
    fill(alice)
    found = s3(alice, "ListObjects", Prefix="a/", Delimiter="/")
    assert keys(found) == ["a/1.gz", "a/2.gz"]
    assert found["CommonPrefixes"] == ({"Prefix": "a/b/"},)
    first = s3(alice, "ListObjects", Delimiter="/", MaxKeys=2)
    assert first["NextMarker"] == "a/"
    rest = s3(alice, "ListObjects", Delimiter="/", Marker="a/")
    assert keys(rest) == ["c.gz"]
    assert "CommonPrefixes" not in rest


_PART = st.text("ab-.0", min_size=1, max_size=3).filter(lambda t: t[0] != ".")


@given(
    names=st.sets(st.lists(_PART, min_size=1, max_size=3).map("/".join)), data=st.data()
)
def test_any_marker_and_prefix_cut_the_sorted_list(
    names: set[str], data: st.DataObject, tmp_path_factory: Any
) -> None:
    stored = sorted(
        n for n in names if not any(n != m and m.startswith(n + "/") for m in names)
    )
    bucket = LocalBucket(tmp_path_factory.mktemp("bucket"))
    for name in stored:
        bucket.put(name, b"x", {})
    prefix = data.draw(st.sampled_from(["", "a", "a/", "b-"]))
    after = data.draw(st.sampled_from(["", "a", "a-", "a/", "b", *stored]))
    page = read_page(bucket, prefix=prefix, delimiter="", after=after, limit=1000)
    wanted = [n for n in stored if n.startswith(prefix) and n > after]
    assert [entry.key for entry in page.contents] == wanted


def test_it_is_closed_to_others(world: World, alice: Client, mallory: Client) -> None:
    require_closed(world, alice, mallory, "ListObjects")
