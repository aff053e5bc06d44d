"""Unwrapping key material that a tenant wrapped under an RSA public key.

RSAES-OAEP (RFC 8017) wraps the material itself. RSA-AES wraps a fresh AES-256 key so,
followed by the material under that key by AES key wrap with padding (RFC 5649;
PKCS #11's CKM_RSA_AES_KEY_WRAP).
"""

from collections.abc import Mapping
from enum import Enum

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap_with_padding,
)

from keys.algorithms import EncryptionAlgorithm
from keys.crypto import oaep

_AES_KEY_BYTES = 32


class WrappingAlgorithm(Enum):
    """The API's ``AlgorithmSpec``."""

    RSAES_PKCS1_V1_5 = "RSAES_PKCS1_V1_5"
    RSAES_OAEP_SHA_1 = "RSAES_OAEP_SHA_1"
    RSAES_OAEP_SHA_256 = "RSAES_OAEP_SHA_256"
    RSA_AES_KEY_WRAP_SHA_1 = "RSA_AES_KEY_WRAP_SHA_1"
    RSA_AES_KEY_WRAP_SHA_256 = "RSA_AES_KEY_WRAP_SHA_256"
    SM2PKE = "SM2PKE"


_DIRECT: Mapping[WrappingAlgorithm, EncryptionAlgorithm] = {
    WrappingAlgorithm.RSAES_OAEP_SHA_1: EncryptionAlgorithm.RSAES_OAEP_SHA_1,
    WrappingAlgorithm.RSAES_OAEP_SHA_256: EncryptionAlgorithm.RSAES_OAEP_SHA_256,
}
_IN_TWO_STEPS: Mapping[WrappingAlgorithm, EncryptionAlgorithm] = {
    WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_1: EncryptionAlgorithm.RSAES_OAEP_SHA_1,
    WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256: EncryptionAlgorithm.RSAES_OAEP_SHA_256,
}
DIRECT_ALGORITHMS = frozenset(_DIRECT)
ALGORITHMS = frozenset({*_DIRECT, *_IN_TWO_STEPS})


class BrokenWrapError(Exception):
    """The bytes were not wrapped with that public key and algorithm."""


def unwrap(
    private: RSAPrivateKey, wrapped: bytes, *, algorithm: WrappingAlgorithm
) -> bytes:
    """Return the wrapped secret; BrokenWrapError, without telling what was wrong.

    ``algorithm`` is one of ``ALGORITHMS``.
    """
    try:
        if algorithm in _DIRECT:
            return oaep.decrypt(private, wrapped, algorithm=_DIRECT[algorithm])
        return _unwrap_in_two_steps(private, wrapped, _IN_TWO_STEPS[algorithm])
    except (oaep.BrokenCiphertextError, InvalidUnwrap, ValueError):
        raise BrokenWrapError from None


def _unwrap_in_two_steps(
    private: RSAPrivateKey, wrapped: bytes, algorithm: EncryptionAlgorithm
) -> bytes:
    modulus_bytes = private.key_size // 8
    aes_key = oaep.decrypt(private, wrapped[:modulus_bytes], algorithm=algorithm)
    if len(aes_key) != _AES_KEY_BYTES:
        raise BrokenWrapError
    return aes_key_unwrap_with_padding(aes_key, wrapped[modulus_bytes:])
