"""The key of one message, derived from the key's material.

NIST SP 800-108 revision 1, counter mode with HMAC-SHA-256: a fresh key a message puts
the bound of 2^32 random nonces under one AES-GCM key (SP 800-38D) out of reach, as AWS
KMS documents for its own service (AWS KMS Cryptographic Details).
"""

import hmac

_COUNTER = (1).to_bytes(4, "big")
_LABEL = b"kmsportal message key"
_LENGTH_BITS = (256).to_bytes(4, "big")
_BEFORE_CONTEXT = _COUNTER + _LABEL + b"\x00"


def derive_message_key(material: bytes, nonce: bytes) -> bytes:
    """Return 32 bytes for the message whose derivation nonce is ``nonce``.

    One block of HMAC-SHA-256 is the whole key, so the counter stops at 1. OpenSSL
    computes it; ``cryptography``'s object for the same takes four times as long.
    """
    fixed_input = _BEFORE_CONTEXT + nonce + _LENGTH_BITS
    return hmac.digest(material, fixed_input, "sha256")
