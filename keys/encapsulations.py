"""What Encapsulate and Decapsulate have in common."""

from typing import Annotated

from msgspec import Meta

from keys.crypto.pairs import MLKEMPrivateKey
from keys.view import KeyView
from kmsportal.core.shapes import SECRET

SharedSecret = Annotated[bytes, Meta(min_length=1, max_length=4096), SECRET]
SharedSecretCiphertext = Annotated[bytes, Meta(min_length=1, max_length=6144), SECRET]


def ml_kem_pair(key: KeyView) -> MLKEMPrivateKey:
    """Return the key pair of an ML-KEM key, which its usage has told."""
    private = key.private
    if not isinstance(private, MLKEMPrivateKey):
        raise TypeError(key.arn)
    return private
