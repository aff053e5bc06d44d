"""What Encrypt, Decrypt, ReEncrypt and the data keys have in common."""

from collections.abc import Mapping
from enum import Enum
from typing import Annotated

from msgspec import Meta

from keys.crypto import blob
from keys.view import KeyView
from kmsportal.core.errors import InvalidCiphertextException
from kmsportal.core.shapes import SECRET

EncryptionContext = dict[str, str]
Plaintext = Annotated[bytes, Meta(min_length=1, max_length=4096), SECRET]
CiphertextBlob = Annotated[bytes, Meta(min_length=1, max_length=6144), SECRET]


class EncryptionAlgorithm(Enum):
    """How a key encrypts; symmetric keys have one way only."""

    SYMMETRIC_DEFAULT = "SYMMETRIC_DEFAULT"


def seal_under(
    key: KeyView, plaintext: bytes, *, context: Mapping[str, str] | None
) -> bytes:
    """Encrypt ``plaintext`` under the key's current material."""
    current = key.current
    return blob.encrypt(
        current.secret, current.prefix, plaintext=plaintext, context=context or {}
    )


def open_with(
    key: KeyView, ciphertext: bytes, *, context: Mapping[str, str] | None
) -> tuple[bytes, str]:
    """Return the plaintext and the id of the material that opened it.

    InvalidCiphertextException, without a sentence as AWS sends it, when anything of
    the blob or the context is not as it was made.
    """
    try:
        name = blob.read_name(ciphertext)
        material = key.materials[name.material_id]
        plaintext = blob.decrypt(
            material.secret, blob=ciphertext, context=context or {}
        )
    except (blob.BrokenBlobError, KeyError):
        raise InvalidCiphertextException from None
    return plaintext, material.material_id
