"""Grant tokens: made by CreateGrant, accepted by every call that a grant may allow.

A token names its grant and gives nothing: the grant itself decides, for its grantee
alone. Hence it is no secret and carries no signature, only a checksum against damage.
Still it is never shown in an event, as at AWS.
AWS KMS Developer Guide, "Using a grant token".
"""

import base64
import binascii
import hashlib
import os
import re
from typing import Annotated

import msgspec
from msgspec import Meta

from kmsportal.core.arn import key_arn
from kmsportal.core.errors import InvalidGrantTokenException
from kmsportal.core.shapes import SECRET, Params

GrantToken = Annotated[str, Meta(min_length=1, max_length=8192), SECRET]
GrantTokens = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=8192)]],
    Meta(max_length=10),
    SECRET,
]

_VERSION = b"\x01"
_NONCE_BYTES = 16
_CHECKSUM_BYTES = 8
_NAME = re.compile(
    rb"(?P<account_id>[0-9]{12})/(?P<region>[a-z0-9-]{1,32})"
    rb"/(?P<key_id>[a-z0-9-]{1,64})/(?P<grant_id>[0-9a-f]{64})"
)


class GrantName(msgspec.Struct, frozen=True):
    """What a token says: which grant on which key."""

    account_id: str
    region: str
    key_id: str
    grant_id: str

    @property
    def key_arn(self) -> str:
        return key_arn(self.account_id, self.region, self.key_id)


def new_grant_token(name: GrantName) -> str:
    """Return a token of the grant, unlike any other token of it (base64)."""
    named = f"{name.account_id}/{name.region}/{name.key_id}/{name.grant_id}"
    body = _VERSION + os.urandom(_NONCE_BYTES) + named.encode()
    return base64.b64encode(body + _checksum(body)).decode()


def read_grant_token(token: str) -> GrantName:
    """Return the grant that ``token`` names; InvalidGrantTokenException if malformed.

    Whether there is such a grant is for the caller to find.
    """
    try:
        opened = base64.b64decode(token, validate=True)
    except (binascii.Error, ValueError):
        raise _invalid() from None
    body, checksum = opened[:-_CHECKSUM_BYTES], opened[-_CHECKSUM_BYTES:]
    named = _NAME.fullmatch(body[1 + _NONCE_BYTES :])
    if checksum != _checksum(body) or body[:1] != _VERSION or named is None:
        raise _invalid()
    return GrantName(
        **{part: text.decode() for part, text in named.groupdict().items()}
    )


def grants_named_by(params: Params) -> list[GrantName]:
    """Return the grants whose tokens a call shows; InvalidGrantTokenException."""
    tokens: list[str] | None = getattr(params, "grant_tokens", None)
    return [read_grant_token(token) for token in tokens or ()]


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()[:_CHECKSUM_BYTES]


def _invalid() -> InvalidGrantTokenException:
    # The token itself is not repeated: it must not reach an event by this way either.
    return InvalidGrantTokenException("A grant token is not valid.")
