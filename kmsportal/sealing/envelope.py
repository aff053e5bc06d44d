"""AES-256-GCM wraps that are bound to the row they stand in.

NIST SP 800-38D. The associated data names the row, so a wrap that is moved to another
row, cut or altered does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_VERSION = b"\x01"
_NONCE_BYTES = 12


class SealBrokenError(Exception):
    """A sealed value was altered, cut, or stands in a row it was not sealed for."""


def wrap(key: bytes, *row: str, plaintext: bytes) -> bytes:
    """Seal ``plaintext`` (bytes) under ``key`` (32 bytes) for the row named ``row``."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, row_bytes(row))


def unwrap(key: bytes, *row: str, sealed: bytes) -> bytes:
    """Open what ``wrap`` sealed for the same row; SealBrokenError otherwise."""
    if sealed[:1] != _VERSION:
        raise SealBrokenError(_sentence(row))
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, row_bytes(row))
    except (InvalidTag, ValueError):
        raise SealBrokenError(_sentence(row)) from None


def row_bytes(row: tuple[str, ...]) -> bytes:
    """Join the row's name so that no two names give the same bytes."""
    parts = [part.encode() for part in row]
    return b"kmsportal" + b"".join(len(p).to_bytes(4, "big") + p for p in parts)


def _sentence(row: tuple[str, ...]) -> str:
    return (
        f"The sealed value of {'/'.join(row)} cannot be opened: it was altered, or it"
        " was sealed for another row or by another root key."
    )
