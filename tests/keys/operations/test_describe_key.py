"""DescribeKey."""

import pytest

from tests.keys.ledger import last_event, last_record, resources_of
from tests.keys.policies import (
    account_root,
    allow,
    closed_to,
    policy_of,
    trust,
)
from tests.world import Client, World, refused

ABSENT = "00000000-0000-4000-8000-000000000000"


def test_a_key_is_found_by_all_four_of_its_names(alice: Client, key: str) -> None:
    key_id = key.rpartition("/")[2]
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key_id)
    alias_arn = f"arn:aws:kms:us-east-1:{alice.account_id}:alias/orders"
    for name in (key, key_id, "alias/orders", alias_arn):
        assert alice.describe_key(KeyId=name)["KeyMetadata"]["Arn"] == key


@pytest.mark.parametrize(
    "name",
    [
        "orders",
        "mrk-fake",
        ABSENT.replace("-", ""),
        "alias/",
        "alias/a b",
        ABSENT + "\n",
    ],
)
def test_a_malformed_name_names_no_key(alice: Client, name: str) -> None:
    with refused("NotFoundException", f"Invalid keyId '{name}'"):
        alice.describe_key(KeyId=name)


@pytest.mark.parametrize("resource", [ABSENT, "key/orders", "key/alias/a", "stack/a"])
def test_a_malformed_arn_names_no_key(alice: Client, resource: str) -> None:
    arn = f"arn:aws:kms:us-east-1:{alice.account_id}:{resource}"
    with refused("NotFoundException", f"Invalid keyId '{arn}'"):
        alice.describe_key(KeyId=arn)


@pytest.mark.parametrize(
    "arn", ["arn:aws:kms", "arn:aws:s3:::bucket", "arn:aws:kms:us-east-1:me:key/a"]
)
def test_another_arn_names_no_key(alice: Client, arn: str) -> None:
    with refused("NotFoundException", f"Invalid arn {arn}"):
        alice.describe_key(KeyId=arn)


def test_an_absent_key_is_named_by_its_arn(alice: Client) -> None:
    arn = f"arn:aws:kms:us-east-1:{alice.account_id}:key/{ABSENT}"
    for name in (ABSENT, arn):
        with refused("NotFoundException", f"Key '{arn}' does not exist"):
            alice.describe_key(KeyId=name)


def test_an_arn_of_another_region_is_refused(alice: Client, key: str) -> None:
    with refused("NotFoundException", "Invalid arn us-east-1"):
        alice.in_region("eu-central-1").describe_key(KeyId=key)


def test_an_absent_alias_is_named_by_its_arn(alice: Client) -> None:
    arn = f"arn:aws:kms:us-east-1:{alice.account_id}:alias/orders"
    with refused("NotFoundException", f"Alias {arn} is not found."):
        alice.describe_key(KeyId="alias/orders")


def test_a_bare_id_of_a_foreign_key_is_looked_for_at_home(
    mallory: Client, key: str, key_id: str
) -> None:
    arn = f"arn:aws:kms:us-east-1:{mallory.account_id}:key/{key_id}"
    with refused("NotFoundException", f"Key '{arn}' does not exist"):
        mallory.describe_key(KeyId=key_id)


def test_a_stranger_does_not_learn_what_is_behind_an_alias(
    alice: Client, mallory: Client, key: str, key_id: str
) -> None:
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key_id)
    for name in ("alias/orders", "alias/absent"):
        arn = f"arn:aws:kms:us-east-1:{alice.account_id}:{name}"
        sentence = closed_to(mallory.arn, "kms:DescribeKey", arn)
        with refused("AccessDeniedException", sentence):
            mallory.describe_key(KeyId=arn)
        assert resources_of(last_record(mallory)) == [arn]


def test_a_foreign_caller_whom_both_sides_allow_may_ask(
    alice: Client, mallory: Client, key: str
) -> None:
    opened = policy_of(
        trust(account_root(alice.account_id)),
        allow("kms:DescribeKey", Principal={"AWS": account_root(mallory.account_id)}),
    )
    alice.put_key_policy(KeyId=key, Policy=opened)
    assert mallory.describe_key(KeyId=key)["KeyMetadata"]["Arn"] == key
    (owner,) = last_event(mallory).owners
    assert owner.account_id == alice.account_id


def test_policies_can_tell_by_which_alias_the_key_was_named(
    world: World, alice: Client, key: str
) -> None:
    for name in ("alias/orders", "alias/other"):
        alice.create_alias(AliasName=name, TargetKeyId=key)
    by_alias = {"StringEquals": {"kms:RequestAlias": "alias/orders"}}
    given = policy_of(allow("kms:DescribeKey", Condition=by_alias))
    bob = world.user(alice, "bob", given)
    bob.describe_key(KeyId="alias/orders")
    for name in ("alias/other", key):
        with refused("AccessDeniedException"):
            bob.describe_key(KeyId=name)


def test_the_event_keeps_the_name_as_it_was_typed(alice: Client, key: str) -> None:
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key)
    alice.describe_key(KeyId="alias/orders")
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": "alias/orders"}
    assert resources_of(record) == [key]
    assert record["responseElements"] is None
    assert record["readOnly"] is True
