"""Encrypt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import Client, World, refused


def test_what_is_encrypted_can_be_decrypted(alice: Client, key: str) -> None:
    answer = alice.encrypt(KeyId=key, Plaintext=b"secret")

    assert answer["KeyId"] == key
    assert answer["EncryptionAlgorithm"] == "SYMMETRIC_DEFAULT"
    assert "KeyMaterialId" not in answer
    assert b"secret" not in answer["CiphertextBlob"]
    opened = alice.decrypt(CiphertextBlob=answer["CiphertextBlob"])
    assert opened["Plaintext"] == b"secret"


def test_the_key_may_be_named_in_four_ways(alice: Client, key: str) -> None:
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key)
    alias_arn = key.rsplit(":", 1)[0] + ":alias/orders"

    for name in (key, key.rsplit("/", 1)[1], "alias/orders", alias_arn):
        assert alice.encrypt(KeyId=name, Plaintext=b"x")["KeyId"] == key


def test_a_disabled_key_is_refused(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)

    with refused("DisabledException", f"{key} is disabled."):
        alice.encrypt(KeyId=key, Plaintext=b"x")


def test_a_key_pending_deletion_is_refused(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)

    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.encrypt(KeyId=key, Plaintext=b"x")


@pytest.mark.parametrize("name", ["mrk-fake", "free text", "1234abcd", "alias/"])
def test_a_malformed_name_is_refused(alice: Client, name: str) -> None:
    with refused("NotFoundException", f"Invalid keyId '{name}'"):
        alice.encrypt(KeyId=name, Plaintext=b"x")


def test_an_absent_key_is_refused_by_its_full_arn(alice: Client) -> None:
    key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"
    arn = f"arn:aws:kms:us-east-1:{alice.account_id}:key/{key_id}"

    with refused("NotFoundException", f"Key '{arn}' does not exist"):
        alice.encrypt(KeyId=key_id, Plaintext=b"x")


def test_an_absent_alias_is_refused_by_its_arn(alice: Client) -> None:
    arn = f"arn:aws:kms:us-east-1:{alice.account_id}:alias/none"

    with refused("NotFoundException", f"Alias {arn} is not found."):
        alice.encrypt(KeyId="alias/none", Plaintext=b"x")


def test_an_arn_of_another_region_is_refused(alice: Client, key: str) -> None:
    with refused("NotFoundException", "Invalid arn us-east-1"):
        alice.in_region("us-west-2").encrypt(KeyId=key, Plaintext=b"x")


def test_a_dry_run_is_refused_last_of_all(alice: Client, key: str) -> None:
    with refused(
        "DryRunOperationException",
        "The request would have succeeded, but the DryRun option is set.",
    ):
        alice.encrypt(KeyId=key, Plaintext=b"x", DryRun=True)


def test_a_stranger_cannot_tell_a_closed_key_from_none(
    key: str, mallory: Client
) -> None:
    absent = key.rsplit("/", 1)[0] + "/1234abcd-12ab-34cd-56ef-1234567890ab"

    for arn in (key, absent):
        with refused(
            "AccessDeniedException",
            f"User: {mallory.arn} is not authorized to perform: kms:Encrypt on"
            f" resource: {arn} because the resource does not exist in this Region, no"
            " resource-based policies allow access, or a resource-based policy"
            " explicitly denies access",
        ):
            mallory.encrypt(KeyId=arn, Plaintext=b"x")


def test_a_user_without_permission_is_refused(
    world: World, alice: Client, key: str
) -> None:
    nobody = world.user(alice, "nobody")

    with refused(
        "AccessDeniedException",
        f"User: {nobody.arn} is not authorized to perform: kms:Encrypt on resource:"
        f" {key} because no identity-based policy allows the kms:Encrypt action",
    ):
        nobody.encrypt(KeyId=key, Plaintext=b"x")


def test_a_policy_may_ask_for_an_encryption_context(
    world: World, alice: Client, key: str
) -> None:
    bob = world.user(
        alice,
        "bob",
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:Encrypt",'
        '"Resource":"*","Condition":{"StringEquals":'
        '{"kms:EncryptionContext:app":"orders"}}}}',
    )

    bob.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"app": "orders"})
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"app": "other"})
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")


@pytest.mark.django_db
def test_any_context_round_trips_and_no_other_opens_it(world: World) -> None:
    client = world.account()
    key = client.create_key()["KeyMetadata"]["Arn"]
    contexts = st.dictionaries(st.text(max_size=50), st.text(max_size=50), max_size=4)

    @given(context=contexts, other=contexts)
    def holds(context: dict[str, str], other: dict[str, str]) -> None:
        blob = client.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)[
            "CiphertextBlob"
        ]
        opened = client.decrypt(CiphertextBlob=blob, EncryptionContext=context)
        assert opened["Plaintext"] == b"x"
        if other != context:
            with refused("InvalidCiphertextException", None):
                client.decrypt(CiphertextBlob=blob, EncryptionContext=other)

    holds()
