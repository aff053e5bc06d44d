"""The Recipient parameter of Nitro enclaves: refused, never ignored.

A caller who sends an attestation document expects an answer that only her enclave can
open; a plaintext in its place would betray her.
"""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from kmsportal.core.errors import ValidationException
from kmsportal.core.shapes import SECRET, Part


class KeyEncryptionMechanism(Enum):
    """How the answer would be encrypted to the enclave."""

    RSAES_OAEP_SHA_256 = "RSAES_OAEP_SHA_256"


class Recipient(Part, frozen=True):
    """The API's ``RecipientInfo``."""

    key_encryption_algorithm: KeyEncryptionMechanism | None = None
    attestation_document: (
        Annotated[bytes, Meta(min_length=1, max_length=262144), SECRET] | None
    ) = None


def refuse_recipient(recipient: Recipient | None) -> None:
    """Refuse a request that is made for an enclave."""
    if recipient is not None:
        raise ValidationException(
            "Recipient is not supported: this service cannot verify attestation"
            " documents of AWS Nitro Enclaves."
        )
