"""What each operation's record shows, as the KMS guide's log examples list it.

AWS KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail".
"""

import base64
from collections.abc import Mapping
from typing import Any

import pytest

from tests.ledger import records
from tests.world import Client

CONTEXT = {"Project": "Alpha"}
PLAINTEXT = b"sixteen letters."


class Made:
    """Keys of every kind that a call below needs, and what was made with them."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.key = self._key()
        self.signing = self._key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
        self.mac = self._key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
        self.agreeing = self._key(KeySpec="ECC_NIST_P256", KeyUsage="KEY_AGREEMENT")
        self.blob = client.encrypt(
            KeyId=self.key, Plaintext=PLAINTEXT, EncryptionContext=CONTEXT
        )["CiphertextBlob"]
        self.signature = client.sign(
            KeyId=self.signing, Message=PLAINTEXT, SigningAlgorithm="ECDSA_SHA_256"
        )["Signature"]
        self.tag = client.generate_mac(
            KeyId=self.mac, Message=PLAINTEXT, MacAlgorithm="HMAC_SHA_256"
        )["Mac"]
        self.grant = client.create_grant(
            KeyId=self.key, GranteePrincipal=client.arn, Operations=["Encrypt"]
        )["GrantId"]

    def _key(self, **spec: str) -> str:
        key_id: str = self.client.create_key(**spec)["KeyMetadata"]["KeyId"]
        return key_id


@pytest.fixture
def made(alice: Client) -> Made:
    return Made(alice)


# name: (members asked with, request shown besides keyId, response, additional)
_Row = tuple[dict[str, Any], set[str], set[str] | None, set[str] | None]
_SYMMETRIC = {"encryptionAlgorithm", "encryptionContext"}
_ARN = {"keyId"}
TABLE: Mapping[str, _Row] = {
    "Encrypt": (
        {"KeyId": "key", "Plaintext": PLAINTEXT, "EncryptionContext": CONTEXT},
        _SYMMETRIC, None, None),
    "Decrypt": (
        {"KeyId": "key", "CiphertextBlob": "blob", "EncryptionContext": CONTEXT},
        _SYMMETRIC, None, {"keyMaterialId"}),
    "GenerateDataKey": (
        {"KeyId": "key", "KeySpec": "AES_256", "EncryptionContext": CONTEXT},
        {"keySpec", "encryptionContext"}, None, {"keyMaterialId"}),
    "GenerateDataKeyWithoutPlaintext": (
        {"KeyId": "key", "NumberOfBytes": 20}, {"numberOfBytes"}, None,
        {"keyMaterialId"}),
    "GenerateDataKeyPair": (
        {"KeyId": "key", "KeyPairSpec": "ECC_NIST_P256"}, {"keyPairSpec"}, None,
        {"keyMaterialId"}),
    "Sign": (
        {"KeyId": "signing", "Message": PLAINTEXT, "MessageType": "RAW",
         "SigningAlgorithm": "ECDSA_SHA_256"},
        {"messageType", "signingAlgorithm"}, None, None),
    "Verify": (
        {"KeyId": "signing", "Message": PLAINTEXT, "MessageType": "RAW",
         "Signature": "signature", "SigningAlgorithm": "ECDSA_SHA_256"},
        {"messageType", "signingAlgorithm"}, None, None),
    "GenerateMac": (
        {"KeyId": "mac", "Message": PLAINTEXT, "MacAlgorithm": "HMAC_SHA_256"},
        {"macAlgorithm"}, None, None),
    "VerifyMac": (
        {"KeyId": "mac", "Message": PLAINTEXT, "Mac": "tag",
         "MacAlgorithm": "HMAC_SHA_256"},
        {"macAlgorithm"}, None, None),
    "GetPublicKey": ({"KeyId": "signing"}, set(), None, None),
    "DescribeKey": ({"KeyId": "key"}, set(), None, None),
    "GetKeyPolicy": (
        {"KeyId": "key", "PolicyName": "default"}, {"policyName"}, None, None),
    "GetKeyRotationStatus": ({"KeyId": "key"}, set(), None, None),
    "ListResourceTags": ({"KeyId": "key"}, set(), None, None),
    "RevokeGrant": (
        {"KeyId": "key", "GrantId": "grant"}, {"grantId"}, _ARN, None),
    "ScheduleKeyDeletion": (
        {"KeyId": "key", "PendingWindowInDays": 7}, {"pendingWindowInDays"},
        {"keyId", "keyState", "deletionDate", "pendingWindowInDays"}, None),
    "DisableKey": ({"KeyId": "key"}, set(), _ARN, None),
    "EnableKey": ({"KeyId": "key"}, set(), _ARN, None),
    "EnableKeyRotation": (
        {"KeyId": "key", "RotationPeriodInDays": 90}, {"rotationPeriodInDays"}, _ARN,
        None),
    "DisableKeyRotation": ({"KeyId": "key"}, set(), _ARN, None),
    "UpdateKeyDescription": (
        {"KeyId": "key", "Description": "x"}, {"description"}, _ARN, None),
    "TagResource": (
        {"KeyId": "key", "Tags": [{"TagKey": "a", "TagValue": "b"}]}, {"tags"}, _ARN,
        None),
    "UntagResource": ({"KeyId": "key", "TagKeys": ["a"]}, {"tagKeys"}, _ARN, None),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_a_record_has_exactly_the_members_that_aws_lists(made: Made, name: str) -> None:
    asked, request, response, additional = TABLE[name]
    members = {
        member: getattr(made, value)
        if isinstance(value, str) and member in _NAMED
        else value
        for member, value in asked.items()
    }
    made.client.perform("kms", name, **members)
    record = records(f"kms:{name}")[-1]
    assert set(record["requestParameters"]) == request | {"keyId"}
    assert record["requestParameters"]["keyId"] == members["KeyId"]
    assert _names(record["responseElements"]) == response
    assert _names(record.get("additionalEventData")) == additional
    assert record["readOnly"] is (response is None)
    assert base64.b64encode(PLAINTEXT).decode() not in str(record)


_NAMED = {"KeyId", "CiphertextBlob", "Signature", "Mac", "GrantId"}


def test_a_random_number_leaves_no_parameters(alice: Client) -> None:
    alice.generate_random(NumberOfBytes=16)
    (record,) = records("kms:GenerateRandom")
    assert record["requestParameters"] is None
    assert record["resources"] == []


def _names(members: dict[str, Any] | None) -> set[str] | None:
    return None if members is None else set(members)
