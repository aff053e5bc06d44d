"""CreateAlias."""

from typing import Any

import pytest
from pytest_django import Settings

from tests.keys.ledger import last_record, resources_of
from tests.keys.policies import allow, closed_to, deny, policy_of
from tests.world import Client, World, refused

NAME = "alias/orders"


def arn_of(client: Client, name: str = NAME) -> str:
    return f"arn:aws:kms:us-east-1:{client.account_id}:{name}"


def test_the_alias_stands_for_the_key(alice: Client, key: str) -> None:
    assert alice.create_alias(AliasName=NAME, TargetKeyId=key) == {}
    assert alice.encrypt(KeyId=NAME, Plaintext=b"secret")["KeyId"] == key


def test_a_key_may_have_several(alice: Client, key_id: str) -> None:
    for name in (NAME, "alias/teams/orders_1-a"):
        alice.create_alias(AliasName=name, TargetKeyId=key_id)
    assert len(alice.list_aliases(KeyId=key_id)["Aliases"]) == 2


def test_a_name_is_taken_once_in_an_account_and_region(
    alice: Client, mallory: Client, key: str
) -> None:
    alice.create_alias(AliasName=NAME, TargetKeyId=key)
    other = alice.create_key()["KeyMetadata"]["KeyId"]
    sentence = f"An alias with the name {arn_of(alice)} already exists"
    for target in (key, other):
        with refused("AlreadyExistsException", sentence):
            alice.create_alias(AliasName=NAME, TargetKeyId=target)
    for elsewhere in (alice.in_region("eu-central-1"), mallory):
        target = elsewhere.create_key()["KeyMetadata"]["KeyId"]
        elsewhere.create_alias(AliasName=NAME, TargetKeyId=target)


@pytest.mark.parametrize("name", ["orders", "Alias/orders", "aliasorders"])
def test_the_name_begins_with_alias(alice: Client, key: str, name: str) -> None:
    with refused(
        "ValidationException",
        'Alias must start with the prefix "alias/". Please see'
        " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
    ):
        alice.create_alias(AliasName=name, TargetKeyId=key)


def test_names_of_aws_are_reserved(alice: Client, key: str) -> None:
    with refused(
        "InvalidAliasNameException",
        "Alias names that begin with alias/aws/ are reserved for AWS managed keys.",
    ):
        alice.create_alias(AliasName="alias/aws/s3", TargetKeyId=key)


@pytest.mark.parametrize("name", ["alias/", "alias/a:b"])
def test_a_name_needs_a_proper_rest(alice: Client, key: str, name: str) -> None:
    with refused(
        "InvalidAliasNameException",
        f"{name} is not a valid alias name: letters, digits, slashes, underscores and"
        " dashes may follow alias/.",
    ):
        alice.create_alias(AliasName=name, TargetKeyId=key)


def test_an_alias_cannot_stand_for_an_alias(alice: Client, key: str) -> None:
    alice.create_alias(AliasName=NAME, TargetKeyId=key)
    with refused("NotFoundException", f"Invalid keyId '{NAME}'"):
        alice.create_alias(AliasName="alias/other", TargetKeyId=NAME)


def test_a_key_pending_deletion_gets_no_name(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.create_alias(AliasName=NAME, TargetKeyId=key)


def test_a_disabled_key_gets_a_name(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    alice.create_alias(AliasName=NAME, TargetKeyId=key)


def test_no_alias_beyond_the_quota(alice: Client, key: str, settings: Settings) -> None:
    settings.KMSPORTAL_MAX_ALIASES_PER_KEY = 1
    alice.create_alias(AliasName=NAME, TargetKeyId=key)
    with refused(
        "LimitExceededException",
        "Aliases per key quota for this account in this region is 1, current usage"
        " is 1.",
    ):
        alice.create_alias(AliasName="alias/other", TargetKeyId=key)


def test_a_stranger_cannot_name_the_key(
    alice: Client, mallory: Client, key: str
) -> None:
    sentence = closed_to(mallory.arn, "kms:CreateAlias", key)
    with refused("AccessDeniedException", sentence):
        mallory.create_alias(AliasName=NAME, TargetKeyId=key)
    assert alice.list_aliases()["Aliases"] == []
    assert mallory.list_aliases()["Aliases"] == []


def test_permission_is_needed_on_the_alias_and_on_the_key(
    world: World, alice: Client, key: str
) -> None:
    alias = arn_of(alice)
    for resource, missing in ((key, alias), (alias, key)):
        given = policy_of(allow("kms:CreateAlias", resource=resource))
        bob = world.user(alice, f"bob-{missing[-6:].replace('/', '')}", given)
        with refused(
            "AccessDeniedException",
            f"User: {bob.arn} is not authorized to perform: kms:CreateAlias on"
            f" resource: {missing} because no identity-based policy allows the"
            " kms:CreateAlias action",
        ):
            bob.create_alias(AliasName=NAME, TargetKeyId=key)
    given = policy_of(*(allow("kms:CreateAlias", resource=r) for r in (key, alias)))
    world.user(alice, "carol", given).create_alias(AliasName=NAME, TargetKeyId=key)


@pytest.mark.parametrize(
    "condition",
    [
        {"ForAnyValue:StringEquals": {"kms:ResourceAliases": NAME}},
        {"Null": {"kms:ResourceAliases": "false"}},
    ],
)
def test_an_alias_can_take_rights_away(
    world: World, alice: Client, key: str, condition: dict[str, Any]
) -> None:
    given = policy_of(allow("kms:Encrypt"), deny("kms:Encrypt", Condition=condition))
    bob = world.user(alice, "bob", given)
    bob.encrypt(KeyId=key, Plaintext=b"secret")
    alice.create_alias(AliasName=NAME, TargetKeyId=key)
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"secret")


def test_the_event_names_key_and_alias(alice: Client, key: str, key_id: str) -> None:
    alice.create_alias(AliasName=NAME, TargetKeyId=key_id)
    record = last_record(alice)
    assert record["requestParameters"] == {"aliasName": NAME, "targetKeyId": key_id}
    assert record["responseElements"] == {"keyId": key}
    assert resources_of(record) == [key, arn_of(alice)]
    assert {found["type"] for found in record["resources"]} == {"AWS::KMS::Key"}
