"""ML-KEM (FIPS 203): a shared secret, and its encapsulation for the private key."""

from keys.crypto.libcrypto import LibcryptoError
from keys.crypto.oaep import BrokenCiphertextError
from keys.crypto.pairs import MLKEMPrivateKey, MLKEMPublicKey


def encapsulate(public: MLKEMPublicKey) -> tuple[bytes, bytes]:
    """Return a fresh 32-byte secret and its ciphertext for that public key."""
    return public.encapsulate()


def decapsulate(private: MLKEMPrivateKey, ciphertext: bytes) -> bytes:
    """Return 32 bytes; BrokenCiphertextError when the length does not fit.

    An altered ciphertext of the right length gives other bytes and no refusal (FIPS
    203, implicit rejection).
    """
    try:
        return private.decapsulate(ciphertext)
    except (ValueError, LibcryptoError):
        raise BrokenCiphertextError from None
