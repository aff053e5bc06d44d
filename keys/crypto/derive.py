"""The key of one message, derived from the key's material.

NIST SP 800-108 revision 1, counter mode with HMAC-SHA-256: a fresh key a message puts
the bound of 2^32 random nonces under one AES-GCM key (SP 800-38D) out of reach, as AWS
KMS documents for its own service (AWS KMS Cryptographic Details).
"""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.kbkdf import (
    KBKDFHMAC,
    CounterLocation,
    Mode,
)

_LABEL = b"kmsportal message key"


def derive_message_key(material: bytes, nonce: bytes) -> bytes:
    """Return 32 bytes for the message whose derivation nonce is ``nonce``."""
    return KBKDFHMAC(
        algorithm=SHA256(),
        mode=Mode.CounterMode,
        length=32,
        rlen=4,
        llen=4,
        location=CounterLocation.BeforeFixed,
        label=_LABEL,
        context=nonce,
        fixed=None,
    ).derive(material)
