"""No operation of KMS does anything for a caller whom nothing allows it."""

from typing import Any

import pytest

from kmsportal.core.operation import Kind
from kmsportal.registry import all_operations
from tests.keys.ledger import last_record
from tests.keys.policies import closed_to, policy_of, trust
from tests.world import Client, World, refused

# What each operation on a key is asked with; the key itself is added.
ON_A_KEY: dict[str, dict[str, Any]] = {
    "CancelKeyDeletion": {},
    "DeleteImportedKeyMaterial": {},
    "DescribeKey": {},
    "DisableKey": {},
    "DisableKeyRotation": {},
    "EnableKey": {},
    "EnableKeyRotation": {},
    "Encrypt": {"Plaintext": b"secret"},
    "GenerateDataKey": {"KeySpec": "AES_256"},
    "GenerateDataKeyPair": {"KeyPairSpec": "ECC_NIST_P256"},
    "GenerateDataKeyPairWithoutPlaintext": {"KeyPairSpec": "ECC_NIST_P256"},
    "GenerateDataKeyWithoutPlaintext": {"KeySpec": "AES_256"},
    "GetKeyLastUsage": {},
    "GetKeyPolicy": {},
    "GetKeyRotationStatus": {},
    "GetParametersForImport": {
        "WrappingAlgorithm": "RSAES_OAEP_SHA_256",
        "WrappingKeySpec": "RSA_2048",
    },
    "ImportKeyMaterial": {"ImportToken": b"token", "EncryptedKeyMaterial": b"wrap"},
    "ListGrants": {},
    "ListKeyPolicies": {},
    "ListKeyRotations": {},
    "ListResourceTags": {},
    "PutKeyPolicy": {"Policy": policy_of(trust("*"))},
    "ReplicateKey": {"ReplicaRegion": "us-west-2"},
    "RotateKeyOnDemand": {},
    "ScheduleKeyDeletion": {},
    "TagResource": {"Tags": [{"TagKey": "a", "TagValue": "b"}]},
    "UntagResource": {"TagKeys": ["a"]},
    "UpdatePrimaryRegion": {"PrimaryRegion": "us-west-2"},
    "UpdateKeyDescription": {"Description": "mine"},
}
# The same, for operations that a symmetric key is not fit for.
ON_ANOTHER_KIND: dict[str, dict[str, Any]] = {
    "Decapsulate": {
        "SharedSecretCiphertextBlob": bytes(768),
        "EncapsulationAlgorithm": "ML_KEM",
    },
    "DeriveSharedSecret": {"KeyAgreementAlgorithm": "ECDH", "PublicKey": b"peer"},
    "Encapsulate": {"EncapsulationAlgorithm": "ML_KEM"},
    "GenerateMac": {"Message": b"order", "MacAlgorithm": "HMAC_SHA_256"},
    "GetPublicKey": {},
    "Sign": {"Message": b"order", "SigningAlgorithm": "ECDSA_SHA_256"},
    "Verify": {
        "Message": b"order",
        "Signature": b"signature",
        "SigningAlgorithm": "ECDSA_SHA_256",
    },
    "VerifyMac": {
        "Message": b"order",
        "Mac": bytes(32),
        "MacAlgorithm": "HMAC_SHA_256",
    },
}
ON_A_KEY |= ON_ANOTHER_KIND
ON_THE_ACCOUNT: dict[str, dict[str, Any]] = {
    "ConnectCustomKeyStore": {"CustomKeyStoreId": "cks-1"},
    "CreateCustomKeyStore": {"CustomKeyStoreName": "hsm"},
    "CreateKey": {},
    "DeleteCustomKeyStore": {"CustomKeyStoreId": "cks-1"},
    "DescribeCustomKeyStores": {},
    "DisconnectCustomKeyStore": {"CustomKeyStoreId": "cks-1"},
    "GenerateRandom": {"NumberOfBytes": 32},
    "ListAliases": {},
    "ListKeys": {},
    "UpdateCustomKeyStore": {"CustomKeyStoreId": "cks-1"},
}
# These name their keys or grants otherwise and have their own tests of strangers.
ELSEWHERE = {
    "CreateAlias",
    "CreateGrant",
    "Decrypt",
    "DeleteAlias",
    "ListRetirableGrants",
    "ReEncrypt",
    "RetireGrant",
    "RevokeGrant",
    "UpdateAlias",
}


def test_every_operation_is_tried() -> None:
    implemented = {name for service, name in all_operations() if service == "kms"}
    assert implemented == ELSEWHERE | ON_A_KEY.keys() | ON_THE_ACCOUNT.keys()


@pytest.mark.parametrize("name", ON_A_KEY)
def test_a_stranger_learns_nothing_and_changes_nothing(
    name: str, alice: Client, mallory: Client, key: str
) -> None:
    before = alice.describe_key(KeyId=key)
    with refused("AccessDeniedException", closed_to(mallory.arn, f"kms:{name}", key)):
        mallory.perform("kms", name, KeyId=key, **ON_A_KEY[name])
    record = last_record(mallory)
    assert (record["eventName"], record["errorCode"]) == (name, "AccessDeniedException")
    assert record["responseElements"] is None
    assert alice.describe_key(KeyId=key) == before


@pytest.mark.parametrize("name", ON_A_KEY)
def test_a_key_that_is_not_there_looks_the_same_to_a_stranger(
    name: str, alice: Client, mallory: Client, key: str
) -> None:
    absent = key[:-12] + "000000000000"
    sentence = closed_to(mallory.arn, f"kms:{name}", absent)
    with refused("AccessDeniedException", sentence):
        mallory.perform("kms", name, KeyId=absent, **ON_A_KEY[name])


@pytest.mark.parametrize("name", ON_A_KEY)
def test_a_colleague_without_a_policy_is_refused(
    name: str, world: World, alice: Client, key: str
) -> None:
    bob = world.user(alice, "bob")
    with refused(
        "AccessDeniedException",
        f"User: {bob.arn} is not authorized to perform: kms:{name} on resource: {key}"
        f" because no identity-based policy allows the kms:{name} action",
    ):
        bob.perform("kms", name, KeyId=key, **ON_A_KEY[name])


@pytest.mark.parametrize("name", ON_THE_ACCOUNT)
def test_the_account_is_closed_to_a_user_without_a_policy(
    name: str, world: World, alice: Client
) -> None:
    bob = world.user(alice, "bob")
    with refused(
        "AccessDeniedException",
        f"User: {bob.arn} is not authorized to perform: kms:{name} on resource: *"
        f" because no identity-based policy allows the kms:{name} action",
    ):
        bob.perform("kms", name, **ON_THE_ACCOUNT[name])


@pytest.mark.parametrize("name", ON_ANOTHER_KIND)
def test_only_who_may_use_the_key_learns_that_it_is_of_another_kind(
    name: str, alice: Client, key: str
) -> None:
    code = (
        "UnsupportedOperationException"
        if name == "GetPublicKey"
        else "InvalidKeyUsageException"
    )
    with refused(code):
        alice.perform("kms", name, KeyId=key, **ON_ANOTHER_KIND[name])


@pytest.mark.parametrize("name", sorted(ON_A_KEY.keys() - ON_ANOTHER_KIND.keys()))
def test_management_of_a_foreign_key_is_refused_however_open_its_policy(
    name: str, alice: Client, mallory: Client, key: str
) -> None:
    """Developer Guide, "Allowing users in other accounts to use a KMS key"."""
    opened = policy_of(trust(f"arn:aws:iam::{alice.account_id}:root"), trust("*"))
    alice.put_key_policy(KeyId=key, Policy=opened)
    operation = all_operations()["kms", name]
    if operation.kind is Kind.CRYPTOGRAPHIC or name in {
        "DescribeKey",
        "GetKeyRotationStatus",
        "ListGrants",
    }:
        mallory.perform("kms", name, KeyId=key, **ON_A_KEY[name])
        return
    with refused("AccessDeniedException", closed_to(mallory.arn, f"kms:{name}", key)):
        mallory.perform("kms", name, KeyId=key, **ON_A_KEY[name])
