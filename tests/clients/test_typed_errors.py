"""Every refusal that the public model names comes to boto3 as its own exception."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.session import get_session

from kmsportal.core import errors
from tests.clients.sessions import Session

Act = Callable[[Any, "Keys"], object]

_SHAPES = get_session().get_service_model("kms")
_MODELLED = {shape.name for shape in _SHAPES.error_shapes}
# An operator's trouble, which no caller can bring about; and what later work raises.
_OUT_OF_REACH = {
    "ConflictException",
    "DependencyTimeoutException",
    "InvalidArnException",
    "InvalidGrantTokenException",
    "KMSInternalException",
    "KeyUnavailableException",
}


class Keys:
    """Keys of each kind, made once."""

    def __init__(self, kms: Any) -> None:
        def make(**members: Any) -> str:
            arn: str = kms.create_key(**members)["KeyMetadata"]["Arn"]
            return arn

        self.plain, self.other, self.disabled, self.pending = (make() for _ in range(4))
        self.mac = make(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
        self.signing = make(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
        kms.disable_key(KeyId=self.disabled)
        kms.schedule_key_deletion(KeyId=self.pending)
        kms.create_alias(AliasName="alias/typed", TargetKeyId=self.plain)
        self.blob = kms.encrypt(KeyId=self.plain, Plaintext=b"x")["CiphertextBlob"]


RAISED: Mapping[str, Act] = {
    "AlreadyExistsException": lambda kms, keys: kms.create_alias(
        AliasName="alias/typed", TargetKeyId=keys.plain
    ),
    "CustomKeyStoreNotFoundException": lambda kms, _keys: kms.connect_custom_key_store(
        CustomKeyStoreId="cks-1"
    ),
    "DisabledException": lambda kms, keys: kms.encrypt(
        KeyId=keys.disabled, Plaintext=b"x"
    ),
    "DryRunOperationException": lambda kms, keys: kms.encrypt(
        KeyId=keys.plain, Plaintext=b"x", DryRun=True
    ),
    "IncorrectKeyException": lambda kms, keys: kms.decrypt(
        KeyId=keys.other, CiphertextBlob=keys.blob
    ),
    "InvalidAliasNameException": lambda kms, keys: kms.create_alias(
        AliasName="alias/aws/mine", TargetKeyId=keys.plain
    ),
    "InvalidCiphertextException": lambda kms, _keys: kms.decrypt(CiphertextBlob=b"x"),
    "InvalidKeyUsageException": lambda kms, keys: kms.encrypt(
        KeyId=keys.mac, Plaintext=b"x"
    ),
    "InvalidMarkerException": lambda kms, _keys: kms.list_keys(Marker="x"),
    "KMSInvalidMacException": lambda kms, keys: kms.verify_mac(
        KeyId=keys.mac, Message=b"x", Mac=b"x" * 32, MacAlgorithm="HMAC_SHA_256"
    ),
    "KMSInvalidSignatureException": lambda kms, keys: kms.verify(
        KeyId=keys.signing,
        Message=b"x",
        Signature=b"x",
        SigningAlgorithm="ECDSA_SHA_256",
    ),
    "KMSInvalidStateException": lambda kms, keys: kms.encrypt(
        KeyId=keys.pending, Plaintext=b"x"
    ),
    "LimitExceededException": lambda kms, keys: kms.put_key_policy(
        KeyId=keys.plain, Policy="x" * 32_769
    ),
    "MalformedPolicyDocumentException": lambda kms, keys: kms.put_key_policy(
        KeyId=keys.plain, Policy="{}"
    ),
    "NotFoundException": lambda kms, _keys: kms.describe_key(KeyId="alias/nothing"),
    "TagException": lambda kms, keys: kms.tag_resource(
        KeyId=keys.plain, Tags=[{"TagKey": "aws:a", "TagValue": "b"}]
    ),
    "UnsupportedOperationException": lambda kms, _keys: kms.create_custom_key_store(
        CustomKeyStoreName="hsm"
    ),
}


@pytest.fixture(scope="module")
def keys(alice_session: Session) -> Keys:
    return Keys(alice_session.kms)


def test_every_refusal_of_the_model_that_is_used_here_is_tried() -> None:
    used = {
        error.code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.ServiceError)
    }
    assert used & _MODELLED == RAISED.keys() | _OUT_OF_REACH


@pytest.mark.parametrize("name", RAISED)
def test_the_refusal_has_its_own_exception(
    alice_session: Session, keys: Keys, name: str
) -> None:
    kms = alice_session.kms
    with pytest.raises(getattr(kms.exceptions, name)) as refusal:
        RAISED[name](kms, keys)
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_the_model_has_no_waiters_to_try(alice_session: Session) -> None:
    assert alice_session.kms.waiter_names == []
