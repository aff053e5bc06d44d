"""ImportKeyMaterial."""

import hashlib
import hmac
import os
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from tests.keys.imports import (
    FOREVER,
    give,
    in_days,
    materials_of,
    new_external_key,
    state_of,
    wrapped,
)
from tests.keys.ledger import events_of, last_event, last_record, resources_of
from tests.keys.policies import allow, policy_of
from tests.world import Client, World, refused

SECRET = bytes(range(32))
OTHER = bytes(range(32, 64))


def pkcs8(private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def test_the_key_becomes_usable(alice: Client) -> None:
    key = new_external_key(alice)
    assert state_of(alice, key) == "PendingImport"
    with refused("KMSInvalidStateException", f"{key} is pending import."):
        alice.encrypt(KeyId=key, Plaintext=b"secret")
    answer = give(alice, key, SECRET)
    metadata = alice.describe_key(KeyId=key)["KeyMetadata"]
    assert answer == {"KeyId": key, "KeyMaterialId": metadata["CurrentKeyMaterialId"]}
    assert metadata["KeyState"] == "Enabled"
    assert metadata["Origin"] == "EXTERNAL"
    assert metadata["ExpirationModel"] == "KEY_MATERIAL_DOES_NOT_EXPIRE"
    assert "ValidTo" not in metadata


def test_before_the_import_no_material_is_shown(alice: Client) -> None:
    metadata = alice.describe_key(KeyId=new_external_key(alice))["KeyMetadata"]
    assert not {"CurrentKeyMaterialId", "ExpirationModel", "ValidTo"} & metadata.keys()


def test_the_owner_of_the_material_can_open_the_ciphertext(alice: Client) -> None:
    """By the documented form of the blob, SP 800-108 and AES-GCM alone."""
    key = new_external_key(alice)
    give(alice, key, SECRET)
    blob = alice.encrypt(KeyId=key, Plaintext=b"order 4711")["CiphertextBlob"]
    header, body = blob[:84], blob[84:]
    nonce, iv = header[56:72], header[72:84]
    fixed = b"\0\0\0\1" + b"kmsportal message key" + b"\0" + nonce + b"\0\0\1\0"
    message_key = hmac.digest(SECRET, fixed, "sha256")
    assert AESGCM(message_key).decrypt(iv, body, header) == b"order 4711"


@pytest.mark.parametrize(
    ("spec", "length"),
    [("HMAC_224", 28), ("HMAC_256", 32), ("HMAC_384", 48), ("HMAC_512", 64)],
)
def test_macs_agree_with_a_local_computation(
    alice: Client, spec: str, length: int
) -> None:
    key = new_external_key(alice, KeySpec=spec, KeyUsage="GENERATE_VERIFY_MAC")
    secret = os.urandom(length)
    assert give(alice, key, secret) == {"KeyId": key}
    digest = f"sha{spec.removeprefix('HMAC_')}"
    mac = alice.generate_mac(
        KeyId=key, Message=b"order", MacAlgorithm=spec.replace("_", "_SHA_")
    )["Mac"]
    assert mac == hmac.digest(secret, b"order", digest)


def test_an_elliptic_key_signs_for_its_public_half(alice: Client) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    key = new_external_key(alice, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    give(alice, key, pkcs8(private))
    signature = alice.sign(
        KeyId=key, Message=b"order", SigningAlgorithm="ECDSA_SHA_256"
    )["Signature"]
    private.public_key().verify(signature, b"order", ec.ECDSA(hashes.SHA256()))
    assert "CurrentKeyMaterialId" not in alice.describe_key(KeyId=key)["KeyMetadata"]


@pytest.mark.parametrize(
    "algorithm", ["RSA_AES_KEY_WRAP_SHA_1", "RSA_AES_KEY_WRAP_SHA_256"]
)
def test_an_rsa_key_decrypts_for_its_public_half(alice: Client, algorithm: str) -> None:
    private = rsa.generate_private_key(65537, 2048)
    key = new_external_key(alice, KeySpec="RSA_2048", KeyUsage="ENCRYPT_DECRYPT")
    carried = wrapped(alice, key, pkcs8(private), algorithm=algorithm, spec="RSA_3072")
    alice.import_key_material(**carried, **FOREVER)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label=None)
    opened = alice.decrypt(
        KeyId=key,
        CiphertextBlob=private.public_key().encrypt(b"order", oaep),
        EncryptionAlgorithm="RSAES_OAEP_SHA_256",
    )
    assert opened["Plaintext"] == b"order"


@pytest.mark.parametrize(
    ("spec", "usage", "secret"),
    [
        ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", bytes(31)),
        ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", bytes(33)),
        ("HMAC_384", "GENERATE_VERIFY_MAC", bytes(32)),
        ("ECC_NIST_P256", "SIGN_VERIFY", b"no key"),
        (
            "ECC_NIST_P256",
            "SIGN_VERIFY",
            pkcs8(ec.generate_private_key(ec.SECP256K1())),
        ),
    ],
)
def test_material_of_another_kind_is_refused(
    alice: Client, spec: str, usage: str, secret: bytes
) -> None:
    key = new_external_key(alice, KeySpec=spec, KeyUsage=usage)
    with refused(
        "IncorrectKeyMaterialException",
        f"The key material is not valid for the key spec {spec}.",
    ):
        give(alice, key, secret)
    assert state_of(alice, key) == "PendingImport"


def test_material_expires_by_default_and_the_token_stays_usable(alice: Client) -> None:
    key = new_external_key(alice)
    carried = wrapped(alice, key, SECRET)
    for model in ({}, {"ExpirationModel": "KEY_MATERIAL_EXPIRES"}):
        with refused(
            "ValidationException",
            "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES",
        ):
            alice.import_key_material(**carried, **model)
    alice.import_key_material(**carried, ValidTo=in_days(alice, 365))
    metadata = alice.describe_key(KeyId=key)["KeyMetadata"]
    assert metadata["ExpirationModel"] == "KEY_MATERIAL_EXPIRES"
    assert metadata["ValidTo"] == "2027-11-23T12:00:00Z"


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_the_end_must_be_ahead_and_within_a_year(alice: Client, days: int) -> None:
    key = new_external_key(alice)
    with refused("ValidationException"):
        give(alice, key, SECRET, ValidTo=in_days(alice, days))


def test_material_that_does_not_expire_has_no_end(alice: Client) -> None:
    key = new_external_key(alice)
    carried = wrapped(alice, key, SECRET)
    with refused("ValidationException"):
        alice.import_key_material(**carried, **FOREVER, ValidTo=in_days(alice, 1))


def test_a_token_is_good_for_a_day(alice: Client) -> None:
    key = new_external_key(alice)
    carried = wrapped(alice, key, SECRET)
    alice.time += timedelta(hours=24)
    with refused("ExpiredImportTokenException"):
        alice.import_key_material(**carried, **FOREVER)
    alice.time -= timedelta(microseconds=1)
    alice.import_key_material(**carried, **FOREVER)


def test_a_token_is_good_for_its_key_only(alice: Client, mallory: Client) -> None:
    key, other = new_external_key(alice), new_external_key(alice)
    theirs = new_external_key(mallory)
    carried = wrapped(alice, key, SECRET)
    for client, target in ((alice, other), (mallory, theirs)):
        with refused("InvalidImportTokenException"):
            client.import_key_material(**{**carried, "KeyId": target}, **FOREVER)


@pytest.mark.parametrize("token", [b"x", b"\x01" + bytes(100)])
def test_what_is_no_token_is_refused(alice: Client, token: bytes) -> None:
    key = new_external_key(alice)
    carried = wrapped(alice, key, SECRET)
    with refused("InvalidImportTokenException"):
        alice.import_key_material(**{**carried, "ImportToken": token}, **FOREVER)


def test_a_wrap_under_another_public_key_is_refused(alice: Client) -> None:
    key = new_external_key(alice)
    first, second = wrapped(alice, key, SECRET), wrapped(alice, key, SECRET)
    mixed = {**first, "ImportToken": second["ImportToken"]}
    with refused("InvalidCiphertextException", None):
        alice.import_key_material(**mixed, **FOREVER)


def test_only_the_same_material_comes_back(alice: Client) -> None:
    key = new_external_key(alice)
    first = give(alice, key, SECRET)["KeyMaterialId"]
    sealed = alice.encrypt(KeyId=key, Plaintext=b"order")["CiphertextBlob"]
    alice.delete_imported_key_material(KeyId=key)
    with refused("IncorrectKeyMaterialException"):
        give(alice, key, OTHER)
    with refused("IncorrectKeyMaterialException"):
        give(alice, key, SECRET, KeyMaterialId="0" * 64)
    assert give(alice, key, SECRET, KeyMaterialId=first)["KeyMaterialId"] == first
    assert alice.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"order"


def test_an_hmac_key_never_changes_its_material(alice: Client) -> None:
    key = new_external_key(alice, KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    give(alice, key, SECRET)
    with refused("IncorrectKeyMaterialException"):
        give(alice, key, OTHER)
    with refused("ValidationException"):
        give(alice, key, OTHER, ImportType="NEW_KEY_MATERIAL")


def test_importing_again_changes_the_end(alice: Client) -> None:
    key = new_external_key(alice)
    give(alice, key, SECRET, ValidTo=in_days(alice, 1), KeyMaterialDescription="hsm 1")
    give(alice, key, SECRET)
    (material,) = materials_of(alice, key)
    assert material["ExpirationModel"] == "KEY_MATERIAL_DOES_NOT_EXPIRE"
    assert material["KeyMaterialDescription"] == "hsm 1"
    assert "ValidTo" not in material


def test_a_disabled_key_stays_disabled(alice: Client) -> None:
    key = new_external_key(alice)
    give(alice, key, SECRET)
    alice.disable_key(KeyId=key)
    give(alice, key, SECRET)
    assert state_of(alice, key) == "Disabled"


def test_new_material_waits_for_a_rotation(alice: Client) -> None:
    key = new_external_key(alice)
    first = give(alice, key, SECRET)["KeyMaterialId"]
    alice.time += timedelta(seconds=1)
    second = give(alice, key, OTHER, ImportType="NEW_KEY_MATERIAL")["KeyMaterialId"]
    current, pending = materials_of(alice, key)
    assert (current["KeyMaterialId"], current["KeyMaterialState"]) == (first, "CURRENT")
    assert pending["KeyMaterialId"] == second
    assert pending["KeyMaterialState"] == "PENDING_ROTATION"
    assert not {"RotationDate", "RotationType"} & pending.keys()
    assert alice.list_key_rotations(KeyId=key)["Rotations"] == []
    third = bytes(32)
    with refused("KMSInvalidStateException") as caught:
        give(alice, key, third, ImportType="NEW_KEY_MATERIAL")
    message = caught.value.message or ""
    assert message.endswith(
        f" cannot be imported into KMS key {key}, because another key material (id:"
        f" {second}) is pending rotation."
    )
    assert message.startswith("New key material (id: ")


def test_what_is_there_is_not_new(alice: Client) -> None:
    key = new_external_key(alice)
    give(alice, key, SECRET)
    with refused("IncorrectKeyMaterialException"):
        give(alice, key, SECRET, ImportType="NEW_KEY_MATERIAL")
    with refused("ValidationException"):
        give(alice, key, OTHER, ImportType="NEW_KEY_MATERIAL", KeyMaterialId="0" * 64)


def test_an_ordinary_key_is_refused(alice: Client, key: str) -> None:
    with refused(
        "UnsupportedOperationException",
        f"{key} origin is AWS_KMS which is not valid for this operation.",
    ):
        alice.import_key_material(
            KeyId=key, ImportToken=b"token", EncryptedKeyMaterial=b"wrap"
        )


def test_a_key_pending_deletion_is_refused_ahead_of_its_origin(
    alice: Client, key: str
) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.import_key_material(
            KeyId=key, ImportToken=b"token", EncryptedKeyMaterial=b"wrap"
        )


def test_a_policy_may_ask_for_an_end(world: World, alice: Client) -> None:
    key = new_external_key(alice)
    soon = {"DateLessThan": {"kms:ValidTo": in_days(alice, 30)}}
    policy = policy_of(
        allow("kms:GetParametersForImport"),
        allow("kms:ImportKeyMaterial", Condition=soon),
    )
    bob = world.user(alice, "bob", policy)
    with refused("AccessDeniedException"):
        give(bob, key, SECRET, ValidTo=in_days(alice, 31))
    with refused("AccessDeniedException"):
        give(bob, key, SECRET)
    give(bob, key, SECRET, ValidTo=in_days(alice, 29))


def test_the_event_shows_the_material_s_id_and_never_the_material(
    alice: Client,
) -> None:
    key = new_external_key(alice)
    answer = give(
        alice, key, SECRET, ValidTo=in_days(alice, 30), KeyMaterialDescription="hsm 1"
    )
    record = last_record(alice)
    assert record["requestParameters"] == {
        "keyId": key,
        "validTo": "Dec 23, 2026, 12:00:00 PM",
        "keyMaterialDescription": "hsm 1",
    }
    assert record["responseElements"] == {
        "keyId": key,
        "keyMaterialId": answer["KeyMaterialId"],
    }
    assert resources_of(record) == [key]
    (transition,) = last_event(alice).transitions
    assert transition.state == "Enabled"


def test_a_refused_import_names_its_key_too(alice: Client) -> None:
    key = new_external_key(alice)
    with refused("InvalidImportTokenException"):
        alice.import_key_material(
            KeyId=key, ImportToken=b"no", EncryptedKeyMaterial=b"no", **FOREVER
        )
    record = last_record(alice)
    assert record["errorCode"] == "InvalidImportTokenException"
    assert resources_of(record) == [key]


def test_no_event_holds_the_secret(alice: Client) -> None:
    key = new_external_key(alice)
    secret = hashlib.sha256(b"a secret").digest()
    give(alice, key, secret)
    ledger = b"".join(bytes(event.record) for event in events_of(alice))
    assert secret.hex().encode() not in ledger
    assert b"importToken" not in ledger
