"""Which operations and constraints suit which key."""

from typing import Any

import pytest

from keys.grants import GrantOperation
from keys.models import Key
from keys.new_grants import new_grant
from keys.specs import KeySpec, KeyUsage
from tests.world import Client, refused

ON_EVERY_KEY = {"CreateGrant", "RetireGrant", "DescribeKey"}
ENCRYPTION = {"Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo"}
DATA_KEYS = {
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
}
SUITABLE = [
    ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", ENCRYPTION | DATA_KEYS),
    ("RSA_2048", "ENCRYPT_DECRYPT", ENCRYPTION | {"GetPublicKey"}),
    ("RSA_2048", "SIGN_VERIFY", {"Sign", "Verify", "GetPublicKey"}),
    ("ML_DSA_44", "SIGN_VERIFY", {"Sign", "Verify", "GetPublicKey"}),
    ("ECC_NIST_P256", "KEY_AGREEMENT", {"DeriveSharedSecret", "GetPublicKey"}),
    ("HMAC_256", "GENERATE_VERIFY_MAC", {"GenerateMac", "VerifyMac"}),
    (
        "ML_KEM_768",
        "ENCAPSULATE_DECAPSULATE",
        {"Encapsulate", "Decapsulate", "GetPublicKey"},
    ),
]


def ask(alice: Client, key: Key, operations: list[str], **members: Any) -> None:
    call = alice.call(
        "kms",
        "CreateGrant",
        KeyId=key.key_id,
        GranteePrincipal=alice.arn,
        Operations=operations,
        **members,
    )
    new_grant(call, key, call.params)  # type: ignore[arg-type]  # CreateGrant's own


def key_of(alice: Client, spec: str, usage: str) -> Key:
    return Key(
        account_id=alice.account_id,
        region=alice.region,
        key_id="1234abcd-12ab-34cd-56ef-1234567890ab",
        spec=KeySpec(spec).value,
        usage=KeyUsage(usage).value,
    )


@pytest.mark.parametrize(("spec", "usage", "own"), SUITABLE)
def test_a_grant_lists_what_its_key_can_do(
    alice: Client, spec: str, usage: str, own: set[str]
) -> None:
    key = key_of(alice, spec, usage)
    for operation in GrantOperation:
        if operation.value in own | ON_EVERY_KEY:
            ask(alice, key, [operation.value])
            continue
        with refused(
            "ValidationException",
            f"Grant operations [{operation.value}] are not supported by {key.arn},"
            f" whose key spec is {spec} and key usage {usage}.",
        ):
            ask(alice, key, ["DescribeKey", operation.value])


def test_a_grant_permits_something(alice: Client) -> None:
    key = key_of(alice, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
    with refused(
        "ValidationException", "You must specify at least one grant operation."
    ):
        ask(alice, key, [])


@pytest.mark.parametrize(("spec", "usage", "own"), SUITABLE[1:])
@pytest.mark.parametrize(
    "constraint", ["EncryptionContextEquals", "EncryptionContextSubset"]
)
def test_only_symmetric_encryption_has_a_context_to_constrain(
    alice: Client, spec: str, usage: str, own: set[str], constraint: str
) -> None:
    key = key_of(alice, spec, usage)
    with refused("ValidationException"):
        ask(alice, key, ["DescribeKey"], Constraints={constraint: {"a": "b"}})


CONSTRAINTS = [
    {"EncryptionContextEquals": {"a": "b"}, "EncryptionContextSubset": {"a": "b"}},
    {"EncryptionContextEquals": {}},
    {"EncryptionContextSubset": {}},
    {"EncryptionContextSubset": {str(number): "" for number in range(9)}},
    {"EncryptionContextEquals": {"a": "b" * 385}},
]


@pytest.mark.parametrize("constraints", CONSTRAINTS)
def test_constraints_are_bounded(alice: Client, constraints: dict[str, Any]) -> None:
    key = key_of(alice, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
    with refused("ValidationException"):
        ask(alice, key, ["Encrypt"], Constraints=constraints)


def test_at_their_bounds_they_hold(alice: Client) -> None:
    key = key_of(alice, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
    pairs = {str(number): "b" * 384 for number in range(8)}
    ask(alice, key, ["Encrypt"], Constraints={"EncryptionContextEquals": pairs})
    ask(alice, key, ["Encrypt"], Constraints={})
