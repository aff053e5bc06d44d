"""Session tokens: a session, sealed under its account's key and stored nowhere."""

import base64
import binascii
import zlib
from datetime import datetime
from enum import Enum

import msgspec

from kmsportal.core.errors import (
    PackedPolicyTooLargeException,
    UnrecognizedClientException,
)
from kmsportal.iam.callers import INVALID_TOKEN
from kmsportal.sealing.accounts import seal, unseal
from kmsportal.sealing.envelope import SealBrokenError

LONGEST_TOKEN = 4096
"""Characters, as at AWS (API reference, ``SessionTokenUtilization``)."""

_MOST_PACKED_BYTES = 2048
_VERSION = b"\x02"
_ACCOUNT_BYTES = 6
_ROW = "session"


class SessionType(Enum):
    """Whose session it is: a role's, a user's own, or one a user hands out."""

    ROLE = "role"
    USER = "user"
    FEDERATED = "federated"


class SessionScope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the maker of a session passes: policies that limit it, and tags.

    ``transitive_tags`` names those of the tags that go on to the next role.
    """

    policy: str = ""
    policy_arns: tuple[str, ...] = ()
    tags: dict[str, str] = {}
    transitive_tags: tuple[str, ...] = ()

    @property
    def has_policies(self) -> bool:
        return bool(self.policy or self.policy_arns)

    @property
    def is_empty(self) -> bool:
        return not (self.has_policies or self.tags)

    def packed_percent(self) -> int:
        """Return how much of the space for policies and tags is taken.

        PackedPolicyTooLargeException beyond all of it.
        """
        packed = len(zlib.compress(msgspec.json.encode(self), 9))
        percent = -(-packed * 100 // _MOST_PACKED_BYTES)
        if percent > 100:  # noqa: PLR2004 - all of it
            raise PackedPolicyTooLargeException(
                f"Packed size of session tags and policy consumes {percent}% of"
                " allotted space."
            )
        return percent


class Session(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session as its token holds it; ``holder_id`` is its role's or user's id."""

    type: SessionType = SessionType.ROLE
    access_key_id: str
    secret: str
    holder_id: str
    name: str = ""
    began_at: datetime
    expires_at: datetime
    membership_id: int | None = None
    scope: SessionScope = SessionScope()
    source_identity: str = ""
    provider: str = ""
    mfa_at: datetime | None = None

    def __repr__(self) -> str:
        """Name the session and nothing of its secret."""
        return f"Session({self.access_key_id})"


def seal_session(account_id: str, session: Session, *, least: int = 0) -> str:
    """Return the token of ``session``, of at least ``least`` characters."""
    packed = zlib.compress(msgspec.json.encode(session), 9)
    token = _token(account_id, packed)
    if len(token) >= least:
        return token
    # What follows the compressed session is not read.
    missing = -(-(least - len(token)) * 3 // 4)
    return _token(account_id, packed + bytes(missing))


def account_of_token(token: str) -> str:
    """Return the account that ``token`` says it is of."""
    return _read(token)[0]


def open_session(token: str) -> Session:
    """Open a token; UnrecognizedClientException when it is none of ours."""
    account_id, sealed = _read(token)
    try:
        packed = unseal(account_id, _ROW, sealed=sealed)
    except SealBrokenError:
        raise UnrecognizedClientException(INVALID_TOKEN) from None
    opened = zlib.decompressobj().decompress(packed)
    return msgspec.json.decode(opened, type=Session)


def _token(account_id: str, packed: bytes) -> str:
    sealed = seal(account_id, _ROW, plaintext=packed)
    account = int(account_id).to_bytes(_ACCOUNT_BYTES, "big")
    return base64.b64encode(_VERSION + account + sealed).decode()


def _read(token: str) -> tuple[str, bytes]:
    """Split a token into its account and what is sealed under that account's key."""
    try:
        raw = base64.b64decode(token.encode(), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise UnrecognizedClientException(INVALID_TOKEN) from None
    # Base64 has bits to spare at its end: a token has one spelling here.
    is_exact = base64.b64encode(raw) == token.encode()
    if not is_exact or raw[:1] != _VERSION or len(raw) <= 1 + _ACCOUNT_BYTES:
        raise UnrecognizedClientException(INVALID_TOKEN)
    account = int.from_bytes(raw[1 : 1 + _ACCOUNT_BYTES], "big")
    return f"{account:012d}", raw[1 + _ACCOUNT_BYTES :]
