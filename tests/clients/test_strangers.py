"""A stranger is refused on every operation, through the wire."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.session import get_session

from kmsportal.registry import all_operations
from tests.clients.sessions import Session
from tests.proofs.sites import ALICE_ACCOUNT_ID

_MODEL = get_session().get_service_model("kms")
_OPERATIONS = sorted(name for service, name in all_operations() if service == "kms")
_NAME_NOBODY = {"CreateKey", "DescribeCustomKeyStores", "GenerateRandom", "ListKeys"}
# There are none, so nobody has any to name.
_STORES = {name for name in _OPERATIONS if "CustomKeyStore" in name} - _NAME_NOBODY
_HERS = {
    "AliasName",
    "CiphertextBlob",
    "KeyId",
    "RetiringPrincipal",
    "TargetKeyId",
}
_TELLING = {
    "CiphertextBlob",
    "GrantId",
    "GranteePrincipal",
    "KeyId",
    "KeySpec",
    "RetiringPrincipal",
}
_IN_THE_CALLERS_ACCOUNT = {"DeleteAlias", "UpdateAlias", "ListAliases"}


@pytest.fixture(scope="module")
def members(alice_session: Session) -> Mapping[str, Any]:
    """What a stranger would write to reach Alice's key, by member."""
    kms = alice_session.kms
    arn = kms.create_key()["KeyMetadata"]["Arn"]
    kms.create_alias(AliasName="alias/hers", TargetKeyId=arn)
    sealed = kms.encrypt(KeyId=arn, Plaintext=b"hers")
    return {
        "KeyId": arn,
        "TargetKeyId": arn,
        "DestinationKeyId": arn,
        "CiphertextBlob": sealed["CiphertextBlob"],
        "Plaintext": b"hello",
        "AliasName": "alias/hers",
        "Policy": json.dumps(_policy()),
        "KeySpec": "AES_256",
        "NumberOfBytes": 32,
        "PendingWindowInDays": 7,
        "Description": "mine",
        "Tags": [{"TagKey": "a", "TagValue": "b"}],
        "TagKeys": ["a"],
        "EncapsulationAlgorithm": "ML_KEM",
        "EncryptedKeyMaterial": b"material",
        "ImportToken": b"token",
        "PrimaryRegion": "eu-central-1",
        "ReplicaRegion": "eu-central-1",
        "WrappingAlgorithm": "RSAES_OAEP_SHA_256",
        "WrappingKeySpec": "RSA_2048",
        "GranteePrincipal": ALICE_ACCOUNT_ID,
        "GrantId": "0" * 64,
        "KeyAgreementAlgorithm": "ECDH",
        "KeyPairSpec": "ECC_NIST_P256",
        "Mac": b"m" * 32,
        "MacAlgorithm": "HMAC_SHA_256",
        "Message": b"hello",
        "Operations": ["Encrypt"],
        "PublicKey": b"peer",
        "RetiringPrincipal": f"arn:aws:iam::{ALICE_ACCOUNT_ID}:root",
        "SharedSecretCiphertextBlob": b"c" * 768,
        "Signature": b"signature",
        "SigningAlgorithm": "ECDSA_SHA_256",
    }


@pytest.mark.parametrize("name", sorted({*_OPERATIONS} - _STORES))
def test_a_stranger_is_refused(
    name: str, members: Mapping[str, Any], mallory_session: Session
) -> None:
    given = _given(name, members)
    call = getattr(mallory_session.kms, xform_name(name))
    if name in _NAME_NOBODY:
        assert ALICE_ACCOUNT_ID not in repr(call(**given))
        return
    assert _HERS & given.keys()
    with pytest.raises(ClientError) as refusal:
        call(**given)
    is_own = name in _IN_THE_CALLERS_ACCOUNT
    expected = "NotFoundException" if is_own else "AccessDeniedException"
    assert refusal.value.response["Error"]["Code"] == expected


def test_nothing_of_hers_has_changed(
    members: Mapping[str, Any], alice_session: Session
) -> None:
    metadata = alice_session.kms.describe_key(KeyId=members["KeyId"])["KeyMetadata"]
    assert (metadata["KeyState"], metadata["Description"]) == ("Enabled", "")
    opened = alice_session.kms.decrypt(CiphertextBlob=members["CiphertextBlob"])
    assert opened["Plaintext"] == b"hers"


def _given(name: str, members: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in what the public model requires, and all that may name what is hers."""
    shape = _MODEL.operation_model(name).input_shape
    assert shape is not None
    wanted = {*shape.required_members}
    if name not in _NAME_NOBODY:
        wanted |= _TELLING & shape.members.keys()
    if name == "GenerateRandom":
        wanted.add("NumberOfBytes")
    return {member: members[member] for member in wanted}


def _policy() -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": ALICE_ACCOUNT_ID},
        "Action": "kms:*",
        "Resource": "*",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}
