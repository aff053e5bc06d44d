"""UntagResource."""

import pytest

from kmsportal.registry import find_operation
from tests.keys.ledger import last_record
from tests.world import Client, refused


@pytest.fixture
def tagged(alice: Client, key: str) -> str:
    tags = [{"TagKey": name, "TagValue": "1"} for name in ("a", "b")]
    alice.tag_resource(KeyId=key, Tags=tags)
    return key


def test_the_named_tags_go(alice: Client, tagged: str) -> None:
    assert alice.untag_resource(KeyId=tagged, TagKeys=["a"]) == {}
    (left,) = alice.list_resource_tags(KeyId=tagged)["Tags"]
    assert left["TagKey"] == "b"


def test_a_tag_that_is_not_there_is_no_error(alice: Client, tagged: str) -> None:
    alice.untag_resource(KeyId=tagged, TagKeys=["A", "c"])
    assert len(alice.list_resource_tags(KeyId=tagged)["Tags"]) == 2


def test_tags_of_aws_are_refused(alice: Client, tagged: str) -> None:
    with refused("TagException", "Tags beginning with aws: are reserved"):
        alice.untag_resource(KeyId=tagged, TagKeys=["aws:a"])


def test_a_key_pending_deletion_keeps_its_tags(alice: Client, tagged: str) -> None:
    alice.schedule_key_deletion(KeyId=tagged)
    with refused("KMSInvalidStateException", f"{tagged} is pending deletion."):
        alice.untag_resource(KeyId=tagged, TagKeys=["a"])


def test_it_answers_only_when_nobody_acts_on_the_old_tags() -> None:
    assert find_operation("kms", "UntagResource").ends_rights


def test_the_event_shows_the_names(alice: Client, tagged: str) -> None:
    alice.untag_resource(KeyId=tagged, TagKeys=["a"])
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": tagged, "tagKeys": ["a"]}
    assert record["responseElements"] == {"keyId": tagged}
