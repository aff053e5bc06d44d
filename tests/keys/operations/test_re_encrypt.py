"""ReEncrypt."""

import pytest

from tests.keys.ledger import last_record
from tests.world import Client, World, refused


@pytest.fixture
def other(alice: Client) -> str:
    arn: str = alice.create_key()["KeyMetadata"]["Arn"]
    return arn


@pytest.fixture
def blob(alice: Client, key: str) -> bytes:
    answer = alice.encrypt(KeyId=key, Plaintext=b"secret", EncryptionContext={"a": "1"})
    ciphertext: bytes = answer["CiphertextBlob"]
    return ciphertext


def test_the_plaintext_moves_to_the_other_key_and_context(
    alice: Client, key: str, other: str, blob: bytes
) -> None:
    answer = alice.re_encrypt(
        CiphertextBlob=blob,
        SourceEncryptionContext={"a": "1"},
        DestinationKeyId=other,
        DestinationEncryptionContext={"b": "2"},
    )

    assert (answer["SourceKeyId"], answer["KeyId"]) == (key, other)
    assert answer["SourceKeyMaterialId"] != answer["DestinationKeyMaterialId"]
    opened = alice.decrypt(
        CiphertextBlob=answer["CiphertextBlob"], EncryptionContext={"b": "2"}
    )
    assert (opened["Plaintext"], opened["KeyId"]) == (b"secret", other)


def test_a_wrong_source_key_is_refused(alice: Client, other: str, blob: bytes) -> None:
    with refused("IncorrectKeyException"):
        alice.re_encrypt(CiphertextBlob=blob, SourceKeyId=other, DestinationKeyId=other)


def test_both_keys_must_be_enabled(
    alice: Client, key: str, other: str, blob: bytes
) -> None:
    alice.disable_key(KeyId=other)
    with refused("DisabledException", f"{other} is disabled."):
        alice.re_encrypt(CiphertextBlob=blob, DestinationKeyId=other)

    alice.enable_key(KeyId=other)
    alice.disable_key(KeyId=key)
    with refused("DisabledException", f"{key} is disabled."):
        alice.re_encrypt(CiphertextBlob=blob, DestinationKeyId=other)


def test_permission_is_needed_on_both_sides(
    world: World, alice: Client, other: str, blob: bytes
) -> None:
    policy = (
        '{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",'
        '"Action":"kms:{}","Resource":"*"}}}}'
    )
    for action, missing in (
        ("ReEncryptFrom", "kms:ReEncryptTo"),
        ("ReEncryptTo", "kms:ReEncryptFrom"),
    ):
        bob = world.user(alice, action, policy.format(action))
        with refused("AccessDeniedException") as caught:
            bob.re_encrypt(CiphertextBlob=blob, DestinationKeyId=other)
        assert f"is not authorized to perform: {missing} " in str(caught.value)

    carol = world.user(alice, "carol", policy.format("ReEncrypt*"))
    carol.re_encrypt(
        CiphertextBlob=blob,
        SourceEncryptionContext={"a": "1"},
        DestinationKeyId=other,
    )


def test_a_dry_run_is_refused_last_of_all(
    alice: Client, other: str, blob: bytes
) -> None:
    with refused("DryRunOperationException"):
        alice.re_encrypt(
            CiphertextBlob=blob,
            SourceEncryptionContext={"a": "1"},
            DestinationKeyId=other,
            DryRun=True,
        )


def test_a_stranger_cannot_re_encrypt_to_her_own_key(
    mallory: Client, blob: bytes
) -> None:
    own = mallory.create_key()["KeyMetadata"]["Arn"]

    with refused("AccessDeniedException"):
        mallory.re_encrypt(
            CiphertextBlob=blob,
            SourceEncryptionContext={"a": "1"},
            DestinationKeyId=own,
        )


def test_a_refused_stranger_does_not_learn_the_key_behind_an_alias(
    alice: Client, mallory: Client, key: str
) -> None:
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key)
    named = key.partition("key/")[0] + "alias/orders"
    own = mallory.create_key()["KeyMetadata"]["Arn"]
    blob = mallory.encrypt(KeyId=own, Plaintext=b"mine")["CiphertextBlob"]
    with refused("AccessDeniedException"):
        mallory.re_encrypt(CiphertextBlob=blob, DestinationKeyId=named)
    shown = [resource["ARN"] for resource in last_record(mallory)["resources"]]
    assert shown == [own, named]


def test_a_dry_run_may_ask_for_permission_alone(
    alice: Client, mallory: Client, key: str
) -> None:
    asked = {
        "SourceKeyId": key,
        "DestinationKeyId": key,
        "DryRun": True,
        "DryRunModifiers": ["IGNORE_CIPHERTEXT"],
    }
    with refused("DryRunOperationException"):
        alice.re_encrypt(**asked)
    with refused("AccessDeniedException"):
        mallory.re_encrypt(**asked)
