"""UpdateAlias."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from tests.keys.ledger import last_record, resources_of
from tests.keys.making import make_key
from tests.keys.policies import allow, closed_to, policy_of
from tests.world import NOW, Client, World, refused

NAME = "alias/orders"


@pytest.fixture
def other(alice: Client, key: str) -> str:
    """Another key of Alice's; the alias points to the first."""
    alice.create_alias(AliasName=NAME, TargetKeyId=key)
    arn: str = alice.create_key()["KeyMetadata"]["Arn"]
    return arn


def test_the_alias_points_to_the_other_key(alice: Client, key: str, other: str) -> None:
    old = alice.encrypt(KeyId=NAME, Plaintext=b"secret")["CiphertextBlob"]
    alice.time = NOW + timedelta(hours=1)
    assert alice.update_alias(AliasName=NAME, TargetKeyId=other) == {}
    assert alice.encrypt(KeyId=NAME, Plaintext=b"secret")["KeyId"] == other
    assert alice.decrypt(CiphertextBlob=old)["KeyId"] == key
    (alias,) = alice.list_aliases()["Aliases"]
    assert alias["CreationDate"] == "2026-11-23T12:00:00Z"
    assert alias["LastUpdatedDate"] == "2026-11-23T13:00:00Z"


def test_an_absent_alias_is_refused(alice: Client, key: str) -> None:
    arn = f"arn:aws:kms:us-east-1:{alice.account_id}:{NAME}"
    with refused("NotFoundException", f"Alias {arn} is not found."):
        alice.update_alias(AliasName=NAME, TargetKeyId=key)


def test_an_alias_leaves_but_does_not_join_a_key_pending_deletion(
    alice: Client, key: str, other: str
) -> None:
    alice.schedule_key_deletion(KeyId=key)
    alice.update_alias(AliasName=NAME, TargetKeyId=other)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.update_alias(AliasName=NAME, TargetKeyId=key)


def test_no_alias_beyond_the_quota(
    alice: Client, key: str, other: str, settings: Settings
) -> None:
    settings.KMSPORTAL_MAX_ALIASES_PER_KEY = 1
    alice.create_alias(AliasName="alias/other", TargetKeyId=other)
    alice.update_alias(AliasName=NAME, TargetKeyId=key)
    with refused(
        "LimitExceededException",
        "Aliases per key quota for this account in this region is 1, current usage"
        " is 1.",
    ):
        alice.update_alias(AliasName=NAME, TargetKeyId=other)


def test_a_stranger_cannot_take_the_key_under_an_alias_of_its_own(
    mallory: Client, key: str
) -> None:
    own = mallory.create_key()["KeyMetadata"]["KeyId"]
    mallory.create_alias(AliasName=NAME, TargetKeyId=own)
    sentence = closed_to(mallory.arn, "kms:UpdateAlias", key)
    with refused("AccessDeniedException", sentence):
        mallory.update_alias(AliasName=NAME, TargetKeyId=key)


def test_permission_is_needed_on_the_alias_and_both_keys(
    world: World, alice: Client, key: str, other: str
) -> None:
    alias = f"arn:aws:kms:us-east-1:{alice.account_id}:{NAME}"
    all_three = (alias, key, other)
    for number, missing in enumerate(all_three):
        rest = [allow("kms:UpdateAlias", resource=r) for r in all_three if r != missing]
        bob = world.user(alice, f"bob{number}", policy_of(*rest))
        with refused(
            "AccessDeniedException",
            f"User: {bob.arn} is not authorized to perform: kms:UpdateAlias on"
            f" resource: {missing} because no identity-based policy allows the"
            " kms:UpdateAlias action",
        ):
            bob.update_alias(AliasName=NAME, TargetKeyId=other)


def test_the_event_names_all_three(alice: Client, key: str, other: str) -> None:
    alice.update_alias(AliasName=NAME, TargetKeyId=other)
    record = last_record(alice)
    alias = f"arn:aws:kms:us-east-1:{alice.account_id}:{NAME}"
    assert resources_of(record) == [other, alias, key]
    assert record["responseElements"] == {"keyId": other}


@pytest.mark.parametrize(
    ("spec", "usage"),
    [("RSA_2048", "ENCRYPT_DECRYPT"), ("HMAC_256", "GENERATE_VERIFY_MAC")],
)
def test_an_alias_does_not_go_to_another_kind_of_key(
    alice: Client, key: str, spec: str, usage: str
) -> None:
    alice.create_alias(AliasName="alias/kind", TargetKeyId=key)
    target = make_key(alice, spec, usage)
    with refused("ValidationException"):
        alice.update_alias(AliasName="alias/kind", TargetKeyId=target)
    assert alice.describe_key(KeyId="alias/kind")["KeyMetadata"]["Arn"] == key
