"""TagResource."""

import pytest

from kmsportal.registry import find_operation
from tests.keys.ledger import last_record
from tests.keys.policies import allow, deny, policy_of
from tests.world import Client, World, refused


def tag(name: str, value: str = "") -> dict[str, str]:
    return {"TagKey": name, "TagValue": value}


def test_tags_are_added_and_given_new_values(alice: Client, key: str) -> None:
    assert alice.tag_resource(KeyId=key, Tags=[tag("a", "1"), tag("b", "2")]) == {}
    alice.tag_resource(KeyId=key, Tags=[tag("b", "3"), tag("c")])
    assert alice.list_resource_tags(KeyId=key)["Tags"] == [
        tag("a", "1"),
        tag("b", "3"),
        tag("c"),
    ]


def test_letter_case_tells_tags_apart(alice: Client, key: str) -> None:
    alice.tag_resource(KeyId=key, Tags=[tag("Team"), tag("team")])
    assert len(alice.list_resource_tags(KeyId=key)["Tags"]) == 2


def test_tags_may_be_in_any_script(alice: Client, key: str) -> None:
    alice.tag_resource(KeyId=key, Tags=[tag("Größe", "12 m+x=1/2.5:a@b_c-d")])


@pytest.mark.parametrize(
    ("tags", "sentence"),
    [
        ([tag("a"), tag("a")], "Duplicate tag keys"),
        ([tag(str(n)) for n in range(51)], "Too many tags"),
        ([tag("aws:a")], "Tags beginning with aws: are reserved"),
        ([tag("a;b")], "A tag key or value has characters that are not allowed"),
    ],
)
def test_unfit_tags_are_refused(
    alice: Client, key: str, tags: list[dict[str, str]], sentence: str
) -> None:
    with refused("TagException", sentence):
        alice.tag_resource(KeyId=key, Tags=tags)
    assert alice.list_resource_tags(KeyId=key)["Tags"] == []


def test_a_key_has_fifty_tags_at_most(alice: Client, key: str) -> None:
    alice.tag_resource(KeyId=key, Tags=[tag(f"t{n}") for n in range(50)])
    alice.tag_resource(KeyId=key, Tags=[tag("t0", "changed")])
    with refused(
        "LimitExceededException", f"A KMS key can have 50 tags at most: {key}"
    ):
        alice.tag_resource(KeyId=key, Tags=[tag("one more")])


def test_a_key_pending_deletion_gets_no_tags(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.tag_resource(KeyId=key, Tags=[tag("a")])


def test_a_tag_can_give_and_take_rights(world: World, alice: Client, key: str) -> None:
    ours = {"StringEquals": {"aws:ResourceTag/team": "ours"}}
    locked = {"StringEquals": {"aws:ResourceTag/locked": "yes"}}
    given = policy_of(
        allow("kms:Encrypt", Condition=ours), deny("kms:Encrypt", Condition=locked)
    )
    bob = world.user(alice, "bob", given)
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"secret")
    alice.tag_resource(KeyId=key, Tags=[tag("team", "ours")])
    bob.encrypt(KeyId=key, Plaintext=b"secret")
    alice.tag_resource(KeyId=key, Tags=[tag("locked", "yes")])
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"secret")
    assert find_operation("kms", "TagResource").ends_rights


def test_policies_can_demand_certain_tags(
    world: World, alice: Client, key: str
) -> None:
    wanted = {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}
    given = policy_of(allow("kms:TagResource", Condition=wanted))
    bob = world.user(alice, "bob", given)
    bob.tag_resource(KeyId=key, Tags=[tag("team", "ours")])
    with refused("AccessDeniedException"):
        bob.tag_resource(KeyId=key, Tags=[tag("team", "ours"), tag("cost")])


def test_the_event_shows_the_tags(alice: Client, key: str) -> None:
    alice.tag_resource(KeyId=key, Tags=[tag("a", "1")])
    record = last_record(alice)
    assert record["requestParameters"] == {
        "keyId": key,
        "tags": [{"tagKey": "a", "tagValue": "1"}],
    }
    assert record["responseElements"] == {"keyId": key}
