"""ListResourceTags."""

import pytest

from tests.keys.ledger import last_record, resources_of
from tests.world import Client, refused


@pytest.fixture
def tagged(alice: Client, key: str) -> str:
    tags = [{"TagKey": name, "TagValue": "1"} for name in ("b", "a", "c")]
    alice.tag_resource(KeyId=key, Tags=tags)
    return key


def test_a_key_without_tags_has_an_empty_list(alice: Client, key: str) -> None:
    assert alice.list_resource_tags(KeyId=key) == {"Tags": [], "Truncated": False}


def test_pages_hold_every_tag_once_in_order(alice: Client, tagged: str) -> None:
    first = alice.list_resource_tags(KeyId=tagged, Limit=2)
    marker = first["NextMarker"]
    second = alice.list_resource_tags(KeyId=tagged, Limit=2, Marker=marker)
    names = [tag["TagKey"] for tag in (*first["Tags"], *second["Tags"])]
    assert names == ["a", "b", "c"]
    assert "NextMarker" not in second


def test_a_marker_keeps_to_its_key(alice: Client, tagged: str) -> None:
    marker = alice.list_resource_tags(KeyId=tagged, Limit=1)["NextMarker"]
    other = alice.create_key()["KeyMetadata"]["KeyId"]
    with refused("InvalidMarkerException"):
        alice.list_resource_tags(KeyId=other, Marker=marker)


def test_tags_can_be_read_whatever_the_state(alice: Client, tagged: str) -> None:
    alice.schedule_key_deletion(KeyId=tagged)
    assert len(alice.list_resource_tags(KeyId=tagged)["Tags"]) == 3


def test_the_event_names_the_key(alice: Client, tagged: str) -> None:
    alice.list_resource_tags(KeyId=tagged)
    record = last_record(alice)
    assert record["responseElements"] is None
    assert resources_of(record) == [tagged]
