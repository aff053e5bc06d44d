"""Page tokens that fit only the query they were given for."""

import base64
import binascii
import hmac
from typing import NamedTuple

import msgspec
from django.utils.crypto import salted_hmac

from kmsportal.core.errors import InvalidNextTokenException

_MAC_BYTES = 32
_decode_cursor = msgspec.json.Decoder(tuple[int, str]).decode


class Cursor(NamedTuple):
    """The last event of a page; the next page holds older ones.

    ``time`` is epoch microseconds; events of one moment are ordered by id.
    """

    time: int
    event_id: str


def next_token(cursor: Cursor, query: object) -> str:
    """Return a token for what follows ``cursor``, bound to ``query`` by a MAC.

    ``query`` is JSON-ready and names the account, the Region and every parameter
    that must stay as it is.
    """
    position = msgspec.json.encode(cursor)
    return base64.urlsafe_b64encode(_mac(position, query) + position).decode()


def read_token(token: str, query: object) -> Cursor:
    """Return the token's cursor; InvalidNextTokenException when it does not fit."""
    try:
        given = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidNextTokenException(_INVALID) from None
    mac, position = given[:_MAC_BYTES], given[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(position, query)):
        raise InvalidNextTokenException(_INVALID)
    return Cursor(*_decode_cursor(position))


def _mac(position: bytes, query: object) -> bytes:
    bound = msgspec.json.encode((base64.b64encode(position).decode(), query))
    return salted_hmac("audit.pages", bound, algorithm="sha256").digest()


_INVALID = (
    "The token is invalid, or the other parameters are not those it was given for."
)
