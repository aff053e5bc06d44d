"""RSAES-OAEP (RFC 8017), its MGF1 with the same hash as the padding, as at AWS KMS."""

from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm

from keys.algorithms import EncryptionAlgorithm

# SHA-1 is sound within OAEP, which needs no collision resistance (RFC 8017, B.1).
_HASHES: Mapping[EncryptionAlgorithm, HashAlgorithm] = {
    EncryptionAlgorithm.RSAES_OAEP_SHA_1: SHA1(),  # noqa: S303 - see above
    EncryptionAlgorithm.RSAES_OAEP_SHA_256: SHA256(),
}


class BrokenCiphertextError(Exception):
    """The ciphertext was not made with this key and algorithm."""


def longest_plaintext(private: RSAPrivateKey, algorithm: EncryptionAlgorithm) -> int:
    """Return the bytes that fit: modulus less two digests and two (RFC 8017, 7.1.1)."""
    return private.key_size // 8 - 2 * _HASHES[algorithm].digest_size - 2


def encrypt(
    private: RSAPrivateKey, plaintext: bytes, *, algorithm: EncryptionAlgorithm
) -> bytes:
    """Encrypt with the public key; the plaintext is not too long."""
    return private.public_key().encrypt(plaintext, _padding(algorithm))


def decrypt(
    private: RSAPrivateKey, ciphertext: bytes, *, algorithm: EncryptionAlgorithm
) -> bytes:
    """Decrypt; BrokenCiphertextError, whatever the cause, without telling which."""
    try:
        return private.decrypt(ciphertext, _padding(algorithm))
    except ValueError:
        raise BrokenCiphertextError from None


def _padding(algorithm: EncryptionAlgorithm) -> OAEP:
    chosen = _HASHES[algorithm]
    return OAEP(mgf=MGF1(chosen), algorithm=chosen, label=None)
