"""Decrypt."""

import pytest

from keys import lookup
from keys.lookup import find_view
from keys.models import KeyMaterial
from keys.view import KeyView
from kmsportal.tenancy.generations import read_generation
from tests.world import Client, World, refused


@pytest.fixture
def blob(alice: Client, key: str) -> bytes:
    answer = alice.encrypt(
        KeyId=key, Plaintext=b"secret", EncryptionContext={"app": "orders"}
    )
    ciphertext: bytes = answer["CiphertextBlob"]
    return ciphertext


def test_the_key_need_not_be_named(alice: Client, key: str, blob: bytes) -> None:
    answer = alice.decrypt(CiphertextBlob=blob, EncryptionContext={"app": "orders"})

    described = alice.describe_key(KeyId=key)["KeyMetadata"]
    assert answer == {
        "KeyId": key,
        "Plaintext": b"secret",
        "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        "KeyMaterialId": described["CurrentKeyMaterialId"],
    }


@pytest.mark.parametrize("context", [None, {}, {"app": "Orders"}, {"App": "orders"}])
def test_another_context_is_refused_without_a_sentence(
    alice: Client, blob: bytes, context: dict[str, str] | None
) -> None:
    with refused("InvalidCiphertextException", None):
        alice.decrypt(CiphertextBlob=blob, EncryptionContext=context)


def test_a_cut_or_longer_blob_is_refused(alice: Client, blob: bytes) -> None:
    for altered in (blob[:1], blob[:60], blob[:-1], blob + b"\0", b"\0" * 200):
        with refused("InvalidCiphertextException", None):
            alice.decrypt(CiphertextBlob=altered, EncryptionContext={"app": "orders"})


def test_any_flipped_bit_is_refused(alice: Client, blob: bytes) -> None:
    for bit in range(0, len(blob) * 8, 7):
        altered = bytearray(blob)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Exception, match=r"^(None|User: .*|The ciphertext .*)$"):
            alice.decrypt(
                CiphertextBlob=bytes(altered), EncryptionContext={"app": "orders"}
            )


def test_naming_another_key_is_refused(alice: Client, blob: bytes) -> None:
    other = alice.create_key()["KeyMetadata"]["Arn"]

    with refused(
        "IncorrectKeyException",
        "The key ID in the request does not identify a CMK that can perform this"
        " operation.",
    ):
        alice.decrypt(CiphertextBlob=blob, KeyId=other)


def test_a_key_of_another_region_is_not_there(alice: Client, blob: bytes) -> None:
    with refused(
        "AccessDeniedException",
        "The ciphertext refers to a customer master key that does not exist, does not"
        " exist in this region, or you are not allowed to access.",
    ):
        alice.in_region("us-west-2").decrypt(
            CiphertextBlob=blob, EncryptionContext={"app": "orders"}
        )


def test_an_old_material_still_opens_what_it_sealed(
    alice: Client, key: str, blob: bytes, world: World
) -> None:
    alice.rotate_key_on_demand(KeyId=key)
    world.run_due_work(alice)

    answer = alice.decrypt(CiphertextBlob=blob, EncryptionContext={"app": "orders"})

    assert answer["Plaintext"] == b"secret"
    described = alice.describe_key(KeyId=key)["KeyMetadata"]
    assert answer["KeyMaterialId"] != described["CurrentKeyMaterialId"]


def test_a_material_newer_than_the_snapshot_is_read_anew(
    alice: Client, key: str, world: World
) -> None:
    alice.encrypt(KeyId=key, Plaintext=b"so that a snapshot is held")
    call = alice.call("kms", "DescribeKey", KeyId=key)
    stale = find_view(call, key).key
    alice.rotate_key_on_demand(KeyId=key)
    world.run_due_work(alice)
    blob = alice.encrypt(KeyId=key, Plaintext=b"new")["CiphertextBlob"]

    # As in another worker whose lease still runs: old snapshot, newest generation.
    assert isinstance(stale, KeyView)
    lookup.hold_view(stale, generation=read_generation(alice.account_id))

    assert alice.decrypt(CiphertextBlob=blob)["Plaintext"] == b"new"


def test_swapped_material_rows_are_refused_by_a_clear_sentence(
    alice: Client, key: str, blob: bytes
) -> None:
    other = alice.create_key()["KeyMetadata"]["KeyId"]
    stolen = KeyMaterial.objects.get(key_id=other).sealed
    mine = KeyMaterial.objects.filter(key_id=key.rsplit("/", 1)[1])
    mine.update(sealed=stolen)
    alice.update_key_description(KeyId=key, Description="so that it is read anew")

    with refused("KMSInternalException") as caught:
        alice.decrypt(CiphertextBlob=blob, EncryptionContext={"app": "orders"})
    assert "was altered or belongs to another key" in str(caught.value)


def test_a_stranger_with_the_ciphertext_is_refused(
    mallory: Client, key: str, blob: bytes
) -> None:
    for name in (None, key):
        with refused("AccessDeniedException"):
            mallory.decrypt(
                CiphertextBlob=blob, KeyId=name, EncryptionContext={"app": "orders"}
            )


def test_a_dry_run_of_a_broken_blob_is_refused_for_that(
    alice: Client, blob: bytes
) -> None:
    with refused("InvalidCiphertextException"):
        alice.decrypt(CiphertextBlob=blob, DryRun=True)
    with refused("DryRunOperationException"):
        alice.decrypt(
            CiphertextBlob=blob, EncryptionContext={"app": "orders"}, DryRun=True
        )


def test_an_attestation_document_is_refused_not_ignored(
    alice: Client, blob: bytes
) -> None:
    with refused("ValidationException"):
        alice.decrypt(CiphertextBlob=blob, Recipient={"AttestationDocument": b"x"})


IGNORING = {"DryRun": True, "DryRunModifiers": ["IGNORE_CIPHERTEXT"]}


def test_a_dry_run_may_ask_for_permission_alone(
    alice: Client, mallory: Client, key: str
) -> None:
    for members in ({}, {"CiphertextBlob": b"no blob"}):
        with refused("DryRunOperationException"):
            alice.decrypt(KeyId=key, **members, **IGNORING)
        with refused("AccessDeniedException"):
            mallory.decrypt(KeyId=key, **members, **IGNORING)
    alice.disable_key(KeyId=key)
    with refused("DisabledException"):
        alice.decrypt(KeyId=key, **IGNORING)
    with refused("ValidationException"):
        alice.decrypt(**IGNORING)


def test_only_a_dry_run_does_without_a_ciphertext(alice: Client, key: str) -> None:
    sentence = (
        "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy"
        " constraint: Member must not be null"
    )
    for members in (
        {},
        {"DryRun": True},
        {"DryRunModifiers": ["IGNORE_CIPHERTEXT"]},
    ):
        with refused("ValidationException", sentence):
            alice.decrypt(KeyId=key, **members)
