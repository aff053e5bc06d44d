"""What each operation's record shows, as the KMS guide's log examples list it.

AWS KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail".
"""

import base64
from collections.abc import Mapping
from typing import Any

import pytest

from tests.keys.imports import wrapped
from tests.keys.regions import WEST, new_primary, replicate
from tests.ledger import records
from tests.world import Client, World

CONTEXT = {"Project": "Alpha"}
PLAINTEXT = b"sixteen letters."


class Made:
    """Keys of every kind that a call below needs, and what was made with them."""

    def __init__(self, client: Client) -> None:
        self.client, self.arn = client, client.arn
        self.key = self._key()
        self.key_arn = client.describe_key(KeyId=self.key)["KeyMetadata"]["Arn"]
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
        self.external = client.create_key(Origin="EXTERNAL")["KeyMetadata"]["KeyId"]
        self.material = wrapped(client, self.external, bytes(range(32)))
        self.token = self.material["ImportToken"]
        self.wrapped = self.material["EncryptedKeyMaterial"]
        self.other = self._key()
        self.policy = client.get_key_policy(KeyId=self.key)["Policy"]
        self.going = self._key()
        client.schedule_key_deletion(KeyId=self.going, PendingWindowInDays=7)
        client.create_alias(AliasName="alias/there", TargetKeyId=self.key)
        self.peer = client.get_public_key(KeyId=self.agreeing)["PublicKey"]
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
    "ReEncrypt": (
        {"CiphertextBlob": "blob", "SourceEncryptionContext": CONTEXT,
         "DestinationKeyId": "other", "DestinationEncryptionContext": CONTEXT},
        {"sourceEncryptionAlgorithm", "sourceEncryptionContext", "destinationKeyId",
         "destinationEncryptionAlgorithm", "destinationEncryptionContext"},
        None, {"sourceKeyMaterialId", "destinationKeyMaterialId"}),
    "GenerateDataKeyPairWithoutPlaintext": (
        {"KeyId": "key", "KeyPairSpec": "ECC_NIST_P256"}, {"keyPairSpec"}, None,
        {"keyMaterialId"}),
    "DeriveSharedSecret": (
        {"KeyId": "agreeing", "KeyAgreementAlgorithm": "ECDH", "PublicKey": "peer"},
        {"keyAgreementAlgorithm"}, None, None),
    "GetKeyLastUsage": ({"KeyId": "key"}, set(), None, None),
    "ListKeyRotations": ({"KeyId": "key"}, set(), None, None),
    "ListGrants": ({"KeyId": "key", "Limit": 5}, {"limit"}, None, None),
    "ListKeys": ({"Limit": 5}, {"limit"}, None, None),
    "ListAliases": ({"Limit": 5}, {"limit"}, None, None),
    "GetParametersForImport": (
        {"KeyId": "external", "WrappingAlgorithm": "RSAES_OAEP_SHA_256",
         "WrappingKeySpec": "RSA_2048"},
        {"wrappingAlgorithm", "wrappingKeySpec"}, None, None),
    "ImportKeyMaterial": (
        {"KeyId": "external", "ImportToken": "token", "EncryptedKeyMaterial": "wrapped",
         "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"},
        {"expirationModel"}, {"keyId", "keyMaterialId"}, None),
    "CreateGrant": (
        {"KeyId": "key", "GranteePrincipal": "arn", "RetiringPrincipal": "arn",
         "Operations": ["Encrypt"], "Name": "n",
         "Constraints": {"EncryptionContextSubset": CONTEXT}},
        {"granteePrincipal", "retiringPrincipal", "operations", "name", "constraints"},
        {"grantId", "keyId"}, None),
    "PutKeyPolicy": (
        {"KeyId": "key", "PolicyName": "default", "Policy": "policy",
         "BypassPolicyLockoutSafetyCheck": True},
        {"policyName", "policy", "bypassPolicyLockoutSafetyCheck"}, _ARN, None),
    "CancelKeyDeletion": ({"KeyId": "going"}, set(), _ARN, None),
    "CreateAlias": (
        {"AliasName": "alias/new", "TargetKeyId": "key"},
        {"aliasName", "targetKeyId"}, _ARN, None),
    "UpdateAlias": (
        {"AliasName": "alias/there", "TargetKeyId": "other"},
        {"aliasName", "targetKeyId"}, _ARN, None),
    "DeleteAlias": ({"AliasName": "alias/there"}, {"aliasName"}, _ARN, None),
    "RotateKeyOnDemand": ({"KeyId": "key"}, set(), _ARN, None),
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
    named = {"keyId"} & {"keyId" for member in asked if member == "KeyId"}
    assert set(record["requestParameters"]) == request | named
    if named:
        assert record["requestParameters"]["keyId"] == members["KeyId"]
    assert _names(record["responseElements"]) == response
    assert _names(record.get("additionalEventData")) == additional
    assert record["readOnly"] is (response is None)
    assert base64.b64encode(PLAINTEXT).decode() not in str(record)


_NAMED = {
    "CiphertextBlob", "DestinationKeyId", "EncryptedKeyMaterial", "GrantId",
    "GranteePrincipal", "ImportToken", "KeyId", "Mac", "Policy", "PublicKey",
    "RetiringPrincipal", "Signature", "TargetKeyId",
}  # fmt: skip


def test_creating_a_key_shows_all_its_metadata(alice: Client) -> None:
    made = alice.create_key(Description="x", Tags=[{"TagKey": "a", "TagValue": "b"}])
    record = records("kms:CreateKey")[-1]
    assert {"description", "tags"} <= set(record["requestParameters"])
    shown = record["responseElements"]["keyMetadata"]
    lowered = {"aWSAccountId" if n == "AWSAccountId" else n[:1].lower() + n[1:]
               for n in made["KeyMetadata"]}  # fmt: skip
    assert set(shown) == lowered
    assert [one["ARN"] for one in record["resources"]] == [shown["arn"]]


def test_reencryption_names_source_and_destination_in_that_order(made: Made) -> None:
    made.client.re_encrypt(
        CiphertextBlob=made.blob,
        SourceEncryptionContext=CONTEXT,
        DestinationKeyId=made.other,
    )
    record = records("kms:ReEncrypt")[-1]
    ends = [one["ARN"].rpartition("/")[2] for one in record["resources"]]
    assert ends == [made.key, made.other]


def test_retiring_a_grant_shows_its_id_beside_the_parameters(made: Made) -> None:
    made.client.retire_grant(KeyId=made.key_arn, GrantId=made.grant)
    record = records("kms:RetireGrant")[-1]
    assert record["requestParameters"] is None
    assert record["responseElements"] == {"keyId": made.key_arn}
    assert record["additionalEventData"] == {"grantId": made.grant}


@pytest.mark.parametrize("name", ["CreateAlias", "UpdateAlias", "DeleteAlias"])
def test_a_change_of_an_alias_names_key_and_alias(made: Made, name: str) -> None:
    alias = "alias/new" if name == "CreateAlias" else "alias/there"
    target = {} if name == "DeleteAlias" else {"TargetKeyId": made.key}
    made.client.perform("kms", name, AliasName=alias, **target)
    record = records(f"kms:{name}")[-1]
    assert {one["type"] for one in record["resources"]} == {"AWS::KMS::Key"}
    named = [one["ARN"] for one in record["resources"]]
    assert named[0] == made.key_arn
    assert named[1].endswith(f":{alias}")


def test_deleting_material_shows_which(made: Made) -> None:
    made.client.import_key_material(
        **made.material, ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE"
    )
    made.client.delete_imported_key_material(KeyId=made.external)
    record = records("kms:DeleteImportedKeyMaterial")[-1]
    assert set(record["responseElements"]) == {"keyId", "keyMaterialId"}


def test_replicating_is_on_record_in_both_regions(world: World, alice: Client) -> None:
    key = new_primary(alice)
    replicate(world, alice, key)
    record = records("kms:ReplicateKey")[-1]
    assert {"replicaRegion"} <= set(record["requestParameters"])
    assert set(record["responseElements"]) == {"replicaKeyMetadata", "replicaPolicy"}
    created = [one for one in records("kms:CreateKey") if one["awsRegion"] == WEST]
    assert len(created) == 1


def test_moving_the_primary_is_on_record_in_both_regions(
    world: World, alice: Client
) -> None:
    key = new_primary(alice)
    replicate(world, alice, key)
    alice.update_primary_region(KeyId=key, PrimaryRegion=WEST)
    moved = {one["awsRegion"]: one for one in records("kms:UpdatePrimaryRegion")}
    assert set(moved) == {alice.region, WEST}
    assert moved[alice.region]["requestParameters"]["primaryRegion"] == WEST
    assert moved[WEST]["userIdentity"]["invokedBy"] == "kms.amazonaws.com"


def test_synchronising_is_on_record_as_the_services_own(
    world: World, alice: Client
) -> None:
    replicate(world, alice, new_primary(alice))
    record = records("kms:SynchronizeMultiRegionKey")[-1]
    assert record["eventType"] == "AwsApiCall"
    assert record["userIdentity"]["invokedBy"] == "AWS Internal"
    assert record["requestID"]


def test_a_random_number_leaves_no_parameters(alice: Client) -> None:
    alice.generate_random(NumberOfBytes=16)
    (record,) = records("kms:GenerateRandom")
    assert record["requestParameters"] is None
    assert record["resources"] == []


def _names(members: dict[str, Any] | None) -> set[str] | None:
    return None if members is None else set(members)
