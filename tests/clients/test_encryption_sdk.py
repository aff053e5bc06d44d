"""The AWS Encryption SDK for Python, with nothing changed but the address."""

import hashlib
import io
from typing import Any

import pytest
from aws_cryptographic_material_providers.mpl import AwsCryptographicMaterialProviders
from aws_cryptographic_material_providers.mpl.config import MaterialProvidersConfig
from aws_cryptographic_material_providers.mpl.models import (
    CreateAwsKmsDiscoveryKeyringInput,
    CreateAwsKmsKeyringInput,
    CreateMultiKeyringInput,
)
from aws_encryption_sdk import CommitmentPolicy, EncryptionSDKClient

from tests.clients.sessions import Session

CONTEXT = {"app": "orders", "environment": "tests"}
LARGE = 100 * 1024 * 1024
FRAME = 1024 * 1024


class Zeros(io.RawIOBase):
    """A file of zeros that nobody has to keep."""

    def __init__(self, size: int) -> None:
        self._left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        taken = self._left if size < 0 else min(size, self._left)
        self._left -= taken
        return bytes(taken)


@pytest.fixture(scope="module")
def sdk() -> EncryptionSDKClient:
    policy = CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT
    return EncryptionSDKClient(commitment_policy=policy)


@pytest.fixture(scope="module")
def providers() -> AwsCryptographicMaterialProviders:
    return AwsCryptographicMaterialProviders(config=MaterialProvidersConfig())


def make_key(session: Session) -> str:
    return session.kms.create_key()["KeyMetadata"]["Arn"]


def keyring_of(providers: Any, session: Session, key: str) -> Any:
    return providers.create_aws_kms_keyring(
        input=CreateAwsKmsKeyringInput(kms_key_id=key, kms_client=session.kms)
    )


def test_a_keyring_encrypts_and_a_discovery_keyring_decrypts(
    sdk: EncryptionSDKClient, providers: Any, alice_session: Session
) -> None:
    keyring = keyring_of(providers, alice_session, make_key(alice_session))
    sealed, _ = sdk.encrypt(
        source=b"order 4711", keyring=keyring, encryption_context=CONTEXT
    )
    discovery = providers.create_aws_kms_discovery_keyring(
        input=CreateAwsKmsDiscoveryKeyringInput(kms_client=alice_session.kms)
    )
    opened, header = sdk.decrypt(source=sealed, keyring=discovery)
    assert opened == b"order 4711"
    assert CONTEXT.items() <= header.encryption_context.items()


def test_any_key_of_a_multi_keyring_opens_the_message(
    sdk: EncryptionSDKClient, providers: Any, alice_session: Session
) -> None:
    first, second = make_key(alice_session), make_key(alice_session)
    both = providers.create_multi_keyring(
        input=CreateMultiKeyringInput(
            generator=keyring_of(providers, alice_session, first),
            child_keyrings=[keyring_of(providers, alice_session, second)],
        )
    )
    sealed, _ = sdk.encrypt(source=b"order", keyring=both, encryption_context=CONTEXT)
    alice_session.kms.disable_key(KeyId=first)
    for keyring in (both, keyring_of(providers, alice_session, second)):
        assert sdk.decrypt(source=sealed, keyring=keyring)[0] == b"order"


def test_another_key_does_not_open_it(
    sdk: EncryptionSDKClient, providers: Any, alice_session: Session
) -> None:
    keyring = keyring_of(providers, alice_session, make_key(alice_session))
    sealed, _ = sdk.encrypt(source=b"order", keyring=keyring)
    other = keyring_of(providers, alice_session, make_key(alice_session))
    with pytest.raises(Exception, match="Unable to decrypt data key"):
        sdk.decrypt(source=sealed, keyring=other)


def test_a_hundred_megabytes_are_streamed(
    sdk: EncryptionSDKClient, providers: Any, alice_session: Session
) -> None:
    keyring = keyring_of(providers, alice_session, make_key(alice_session))
    digest, size = hashlib.sha256(), 0
    with (
        sdk.stream(
            mode="encrypt",
            source=Zeros(LARGE),
            keyring=keyring,
            encryption_context=CONTEXT,
            frame_length=FRAME,
        ) as sealed,
        sdk.stream(mode="decrypt", source=sealed, keyring=keyring) as opened,
    ):
        for chunk in opened:
            digest.update(chunk)
            size += len(chunk)
    assert size == LARGE
    assert digest.digest() == hashlib.sha256(bytes(LARGE)).digest()
