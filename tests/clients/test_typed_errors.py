"""Every refusal that the public model names comes to boto3 as its own exception."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.session import get_session
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_der_public_key

from kmsportal.core import errors
from tests.clients.sessions import Session

Act = Callable[[Any, "Keys"], object]

_SHAPES = get_session().get_service_model("kms")
_MODELLED = {shape.name for shape in _SHAPES.error_shapes}
# An operator's trouble, or a token's that is a day old: no caller can bring it about.
_OUT_OF_REACH = {
    "ConflictException",
    "DependencyTimeoutException",
    "ExpiredImportTokenException",
    "InvalidArnException",
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
        self.external = make(Origin="EXTERNAL")
        kms.disable_key(KeyId=self.disabled)
        kms.schedule_key_deletion(KeyId=self.pending)
        kms.create_alias(AliasName="alias/typed", TargetKeyId=self.plain)
        self.blob = kms.encrypt(KeyId=self.plain, Plaintext=b"x")["CiphertextBlob"]


def _import_short_material(kms: Any, keys: Keys) -> object:
    given = kms.get_parameters_for_import(
        KeyId=keys.external,
        WrappingAlgorithm="RSAES_OAEP_SHA_256",
        WrappingKeySpec="RSA_2048",
    )
    sha256 = hashes.SHA256()
    wrapping_key: Any = load_der_public_key(given["PublicKey"])
    oaep = padding.OAEP(padding.MGF1(sha256), sha256, label=None)
    return kms.import_key_material(
        KeyId=keys.external,
        ImportToken=given["ImportToken"],
        EncryptedKeyMaterial=wrapping_key.encrypt(b"too short", oaep),
        ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE",
    )


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
    "IncorrectKeyMaterialException": _import_short_material,
    "InvalidAliasNameException": lambda kms, keys: kms.create_alias(
        AliasName="alias/aws/mine", TargetKeyId=keys.plain
    ),
    "InvalidCiphertextException": lambda kms, _keys: kms.decrypt(CiphertextBlob=b"x"),
    "InvalidGrantIdException": lambda kms, keys: kms.revoke_grant(
        KeyId=keys.plain, GrantId="x"
    ),
    "InvalidGrantTokenException": lambda kms, _keys: kms.retire_grant(GrantToken="x"),
    "InvalidImportTokenException": lambda kms, keys: kms.import_key_material(
        KeyId=keys.external,
        ImportToken=b"x",
        EncryptedKeyMaterial=b"x",
        ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE",
    ),
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
