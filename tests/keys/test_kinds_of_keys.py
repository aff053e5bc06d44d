"""What CreateKey and DescribeKey say of each kind of key, and what it cannot do."""

import pytest

from keys.algorithms import list_algorithms
from keys.specs import KeySpec, KeyUsage, settle_usage
from kmsportal.core.errors import ValidationException
from tests.keys.ledger import last_event
from tests.keys.making import AGREE, CAPSULE, CRYPT, MAC, SIGN, make_key
from tests.world import Client, refused

KINDS = [
    ("RSA_2048", CRYPT, "EncryptionAlgorithms"),
    ("RSA_2048", SIGN, "SigningAlgorithms"),
    ("ECC_NIST_P256", SIGN, "SigningAlgorithms"),
    ("ECC_NIST_P384", AGREE, "KeyAgreementAlgorithms"),
    ("ECC_NIST_P521", SIGN, "SigningAlgorithms"),
    ("ECC_SECG_P256K1", SIGN, "SigningAlgorithms"),
    ("ECC_NIST_EDWARDS25519", SIGN, "SigningAlgorithms"),
    ("HMAC_224", MAC, "MacAlgorithms"),
    ("HMAC_512", MAC, "MacAlgorithms"),
    ("ML_DSA_87", SIGN, "SigningAlgorithms"),
    ("ML_KEM_512", CAPSULE, "EncapsulationAlgorithms"),
    ("ML_KEM_1024", CAPSULE, "EncapsulationAlgorithms"),
]
LISTS = {
    "EncryptionAlgorithms",
    "SigningAlgorithms",
    "KeyAgreementAlgorithms",
    "EncapsulationAlgorithms",
    "MacAlgorithms",
}


@pytest.mark.parametrize(("spec", "usage", "listed"), KINDS)
def test_a_key_says_what_it_is(
    alice: Client, spec: str, usage: str, listed: str
) -> None:
    made = alice.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]
    assert made == alice.describe_key(KeyId=made["Arn"])["KeyMetadata"]
    assert (made["KeySpec"], made["CustomerMasterKeySpec"]) == (spec, spec)
    assert made["KeyUsage"] == usage
    assert LISTS & made.keys() == {listed}
    assert made[listed]
    assert "CurrentKeyMaterialId" not in made


def test_the_ledger_keeps_the_spec_that_the_bill_depends_on(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P384", SIGN)
    assert last_event(alice).keys[0].spec == "ECC_NIST_P384"
    alice.get_public_key(KeyId=key)
    assert last_event(alice).keys[0].spec == "ECC_NIST_P384"


@pytest.mark.parametrize("spec", KeySpec)
@pytest.mark.parametrize("usage", KeyUsage)
def test_a_kind_has_algorithms_just_when_it_can_be_made(
    spec: KeySpec, usage: KeyUsage
) -> None:
    if spec is KeySpec.SM2:
        return
    lists = list_algorithms(spec.value, usage.value)
    try:
        settle_usage(spec, usage)
    except ValidationException:
        assert not any(getattr(lists, name) for name in lists.__struct_fields__)
    else:
        assert any(getattr(lists, name) for name in lists.__struct_fields__)


@pytest.mark.parametrize("spec", ["ECC_NIST_P256", "HMAC_256", "ML_KEM_768"])
def test_only_symmetric_encryption_keys_rotate(alice: Client, spec: str) -> None:
    usage = {"ECC_NIST_P256": SIGN, "HMAC_256": MAC, "ML_KEM_768": CAPSULE}[spec]
    key = make_key(alice, spec, usage)
    rotations = (
        alice.enable_key_rotation,
        alice.disable_key_rotation,
        alice.rotate_key_on_demand,
        alice.get_key_rotation_status,
        alice.list_key_rotations,
    )
    for ask in rotations:
        with refused("UnsupportedOperationException", None):
            ask(KeyId=key)
    alice.disable_key(KeyId=key)
    with refused("DisabledException"):
        alice.enable_key_rotation(KeyId=key)


def test_an_alias_may_name_it_and_it_may_be_deleted(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    alice.create_alias(AliasName="alias/signing", TargetKeyId=key)
    alice.sign(KeyId="alias/signing", Message=b"x", SigningAlgorithm="ECDSA_SHA_256")
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.sign(KeyId=key, Message=b"x", SigningAlgorithm="ECDSA_SHA_256")
