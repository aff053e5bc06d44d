"""Markers of pages: opaque to the caller, and good for one list only."""

import base64
import binascii
import hmac
from collections.abc import Sequence
from hashlib import sha256

import msgspec

from kmsportal.core.errors import InvalidMarkerException

_MAC_BYTES = 16
_REFUSAL = "The marker is not valid for this request."


def seal_marker(position: str, *, secret: bytes, scope: Sequence[str]) -> str:
    """Return the marker of ``position`` in the list that ``scope`` describes."""
    mac = _mac(position, secret, scope)
    return base64.urlsafe_b64encode(mac + position.encode()).decode()


def open_marker(marker: str, *, secret: bytes, scope: Sequence[str]) -> str:
    """Return the marker's position.

    InvalidMarkerException when it was altered or belongs to another list.
    """
    try:
        opened = base64.b64decode(marker, altchars=b"-_", validate=True)
        mac, position = opened[:_MAC_BYTES], opened[_MAC_BYTES:].decode()
    except (binascii.Error, ValueError):
        raise InvalidMarkerException(_REFUSAL) from None
    if not hmac.compare_digest(mac, _mac(position, secret, scope)):
        raise InvalidMarkerException(_REFUSAL)
    return position


def _mac(position: str, secret: bytes, scope: Sequence[str]) -> bytes:
    # JSON keeps the parts apart: ("ab", "c") and ("a", "bc") differ.
    bound = msgspec.json.encode([*scope, position])
    return hmac.digest(secret, bound, sha256)[:_MAC_BYTES]
