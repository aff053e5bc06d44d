"""Import tokens: a fresh wrapping key that only its own import can use.

Nothing is stored. The private wrapping key leaves with the token, sealed under the
account key and bound to the account, Region and key it was made for.
"""

from datetime import datetime, timedelta

import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from keys.crypto.pairs import (
    new_private_key,
    open_private_key,
    private_der,
    public_der,
)
from keys.crypto.wrapping import BrokenWrapError, WrappingAlgorithm, unwrap
from keys.models import Key
from keys.specs import KeySpec
from kmsportal.core.errors import (
    ExpiredImportTokenException,
    InvalidCiphertextException,
    InvalidImportTokenException,
)
from kmsportal.sealing.accounts import seal, unseal
from kmsportal.sealing.envelope import SealBrokenError

# API reference, GetParametersForImport.
LIFETIME = timedelta(hours=24)


class ImportParameters(msgspec.Struct, frozen=True, kw_only=True):
    """What a tenant needs to wrap material: ``public_key`` is DER (RFC 5280)."""

    token: bytes
    public_key: bytes
    valid_to: datetime


class _Token(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a token, which no repr shows."""

    algorithm: WrappingAlgorithm
    spec: KeySpec
    private: bytes
    valid_to: datetime

    def __repr__(self) -> str:
        return "_Token(…)"


def make_parameters(
    key: Key, *, algorithm: WrappingAlgorithm, spec: KeySpec, time: datetime
) -> ImportParameters:
    """Make a wrapping key of ``spec`` (RSA) and the token that brings it back."""
    private = new_private_key(spec)
    token = _Token(
        algorithm=algorithm,
        spec=spec,
        private=private_der(private),
        valid_to=time + LIFETIME,
    )
    sealed = seal(key.account_id, *_row(key), plaintext=msgspec.msgpack.encode(token))
    return ImportParameters(
        token=sealed,
        public_key=public_der(private.public_key()),
        valid_to=token.valid_to,
    )


def unwrap_with(key: Key, token: bytes, wrapped: bytes, *, time: datetime) -> bytes:
    """Return the secret that was wrapped with the token's public key.

    InvalidImportTokenException for a token that was not made for ``key``,
    ExpiredImportTokenException after 24 hours, InvalidCiphertextException for what the
    wrapping key does not open.
    """
    opened = _open(key, token)
    if time >= opened.valid_to:
        raise ExpiredImportTokenException(
            "The import token has expired. Get a new one with GetParametersForImport."
        )
    private = open_private_key(opened.spec, opened.private)
    if not isinstance(private, RSAPrivateKey):
        raise InvalidImportTokenException
    try:
        return unwrap(private, wrapped, algorithm=opened.algorithm)
    except BrokenWrapError:
        raise InvalidCiphertextException from None


def _open(key: Key, token: bytes) -> _Token:
    try:
        content = unseal(key.account_id, *_row(key), sealed=token)
    except SealBrokenError:
        raise InvalidImportTokenException(
            "The import token is invalid or belongs to another KMS key."
        ) from None
    return msgspec.msgpack.decode(content, type=_Token)


def _row(key: Key) -> tuple[str, str, str]:
    return ("import-token", key.region, key.key_id)
