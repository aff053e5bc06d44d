"""What Encrypt, Decrypt, ReEncrypt and the data keys have in common."""

from collections.abc import Mapping
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from msgspec import Meta

from keys.algorithms import EncryptionAlgorithm
from keys.crypto import blob, oaep
from keys.view import KeyView
from kmsportal.core.errors import InvalidCiphertextException, ValidationException
from kmsportal.core.shapes import SECRET

EncryptionContext = dict[str, str]
Plaintext = Annotated[bytes, Meta(min_length=1, max_length=4096), SECRET]
CiphertextBlob = Annotated[bytes, Meta(min_length=1, max_length=6144), SECRET]


def encrypt_under(
    key: KeyView,
    plaintext: bytes,
    *,
    algorithm: EncryptionAlgorithm,
    context: Mapping[str, str] | None,
) -> bytes:
    """Encrypt ``plaintext`` as ``algorithm``, which the key has, does."""
    if algorithm is EncryptionAlgorithm.SYMMETRIC_DEFAULT:
        return seal_under(key, plaintext, context=context)
    refuse_context(context)
    private = _rsa(key)
    limit = oaep.longest_plaintext(private, algorithm)
    if len(plaintext) > limit:
        raise ValidationException(
            f"Algorithm {algorithm.value} and key spec {key.spec} cannot encrypt data"
            f" larger than {limit} bytes."
        )
    return oaep.encrypt(private, plaintext, algorithm=algorithm)


def decrypt_with(
    key: KeyView,
    ciphertext: bytes,
    *,
    algorithm: EncryptionAlgorithm,
    context: Mapping[str, str] | None,
) -> tuple[bytes, str | None]:
    """Return the plaintext and, of a symmetric key, the id of the material used.

    InvalidCiphertextException, without a sentence as AWS sends it, when anything of
    the ciphertext or the context is not as it was made.
    """
    if algorithm is EncryptionAlgorithm.SYMMETRIC_DEFAULT:
        return _open_with(key, ciphertext, context=context)
    refuse_context(context)
    try:
        return oaep.decrypt(_rsa(key), ciphertext, algorithm=algorithm), None
    except oaep.BrokenCiphertextError:
        raise InvalidCiphertextException from None


def seal_under(
    key: KeyView, plaintext: bytes, *, context: Mapping[str, str] | None
) -> bytes:
    """Encrypt ``plaintext`` under a symmetric key's current material."""
    current = key.current
    return blob.encrypt(
        current.secret, current.prefix, plaintext=plaintext, context=context or {}
    )


def refuse_context(context: Mapping[str, str] | None) -> None:
    """Refuse an encryption context where nothing could bind it (API reference)."""
    if context:
        raise ValidationException(
            "An encryption context is valid only with a symmetric encryption KMS key."
        )


def _open_with(
    key: KeyView, ciphertext: bytes, *, context: Mapping[str, str] | None
) -> tuple[bytes, str]:
    try:
        name = blob.read_name(ciphertext)
        material = key.materials[name.material_id]
        plaintext = blob.decrypt(
            material.secret, blob=ciphertext, context=context or {}
        )
    except (blob.BrokenBlobError, KeyError):
        raise InvalidCiphertextException from None
    return plaintext, material.material_id


def _rsa(key: KeyView) -> RSAPrivateKey:
    private = key.private
    if not isinstance(private, RSAPrivateKey):
        raise TypeError(key.arn)
    return private
