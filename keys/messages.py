"""Messages with their signatures and MACs."""

from typing import Annotated

from msgspec import Meta

from keys.algorithms import MessageType, SigningAlgorithm
from keys.crypto import signing
from keys.crypto.libcrypto import LibcryptoMissingError
from keys.making import OPENSSL_NEEDED
from keys.view import KeyView
from kmsportal.core.errors import (
    KMSInvalidSignatureException,
    UnsupportedOperationException,
    ValidationException,
)
from kmsportal.core.shapes import SECRET

Message = Annotated[bytes, Meta(min_length=1, max_length=4096), SECRET]
Signature = Annotated[bytes, Meta(min_length=1, max_length=6144), SECRET]
Mac = Annotated[bytes, Meta(min_length=1, max_length=6144), SECRET]


def sign_under(
    key: KeyView, message: bytes, *, algorithm: SigningAlgorithm, kind: MessageType
) -> bytes:
    """Sign a message, digest or mu, as ``kind`` says it is."""
    _require_fit(message, algorithm, kind)
    try:
        return signing.sign(
            key.private, message, algorithm=algorithm, message_type=kind
        )
    except LibcryptoMissingError:
        raise _unsupported(algorithm) from None


def require_signature(
    key: KeyView,
    message: bytes,
    *,
    signature: bytes,
    algorithm: SigningAlgorithm,
    kind: MessageType,
) -> None:
    """Refuse a signature that is not the key's of that message.

    KMSInvalidSignatureException, without a sentence as AWS sends it.
    """
    _require_fit(message, algorithm, kind)
    try:
        signing.verify(
            key.private.public_key(),
            message,
            signature=signature,
            algorithm=algorithm,
            message_type=kind,
        )
    except signing.BadSignatureError:
        raise KMSInvalidSignatureException from None
    except LibcryptoMissingError:
        raise _unsupported(algorithm) from None


def _require_fit(
    message: bytes, algorithm: SigningAlgorithm, kind: MessageType
) -> None:
    """Refuse what the algorithm does not take (API reference, Sign, MessageType)."""
    if kind not in signing.message_types_of(algorithm):
        raise ValidationException(
            f"Message type {kind.value} is not valid for algorithm {algorithm.value}."
        )
    if kind is MessageType.RAW:
        return
    if len(message) != signing.digest_bytes(algorithm):
        raise ValidationException(
            f"Digest is invalid length for algorithm {algorithm.value}."
        )


def _unsupported(algorithm: SigningAlgorithm) -> UnsupportedOperationException:
    return UnsupportedOperationException(
        f"The algorithm {algorithm.value} {OPENSSL_NEEDED}"
    )
