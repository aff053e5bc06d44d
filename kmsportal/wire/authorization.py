"""The Authorization header of Signature Version 4, parsed once per credential scope."""

import msgspec

from kmsportal.core.errors import (
    IncompleteSignatureException,
    InvalidSignatureException,
)

ALGORITHM = b"AWS4-HMAC-SHA256"

_CREDENTIAL_PARTS = 5
_MOST_KNOWN = 4096
_LONGEST_KNOWN = 1024

_known: dict[bytes, "Scope"] = {}


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in the header but the signature.

    ``date`` is ``YYYYMMDD``; ``signed_headers`` are lower-case names in the order
    given, ``signed_names`` the same to look up in. ``prefix`` is the part of the
    header before the signature, empty where the signature does not come last.
    """

    access_key_id: str
    date: str
    region: str
    service: str
    signed_headers: tuple[bytes, ...]
    signed_names: frozenset[bytes]
    prefix: bytes


def read_scope(authorization: bytes) -> tuple[Scope, bytes]:
    """Split an Authorization header into its scope and its hexadecimal signature.

    Raises IncompleteSignatureException, or InvalidSignatureException when the
    credential's last part is not ``aws4_request``.
    """
    prefix, _, signature = authorization.rpartition(b"Signature=")
    scope = _known.get(prefix)
    if scope is not None:
        return scope, signature
    members = _members(authorization)
    if b"," in signature:
        prefix = b""
    return _scope(members, prefix), members[b"Signature"]


def remember(scope: Scope) -> None:
    """Keep a scope for the next request; only call it once a signature is proven.

    Otherwise a stranger could push the real callers' scopes out.
    """
    if not 0 < len(scope.prefix) <= _LONGEST_KNOWN or scope.prefix in _known:
        return
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[scope.prefix] = scope


def _members(authorization: bytes) -> dict[bytes, bytes]:
    algorithm, _, rest = authorization.strip().partition(b" ")
    if algorithm != ALGORITHM and algorithm.startswith(b"AWS4-"):
        raise IncompleteSignatureException(
            "Unsupported AWS 'algorithm': sign with AWS4-HMAC-SHA256."
        )
    members = {}
    if algorithm == ALGORITHM:
        for part in rest.split(b","):
            name, equals, value = part.strip().partition(b"=")
            if not equals or name in members:
                raise IncompleteSignatureException(
                    "Authorization header must hold each of Credential, "
                    "SignedHeaders and Signature once, as key=value pairs."
                )
            members[name] = value
    _require_members(members)
    return members


def _require_members(members: dict[bytes, bytes]) -> None:
    missing = [
        f"Authorization header requires '{name}' parameter."
        for name in ("Credential", "Signature", "SignedHeaders")
        if not members.get(name.encode())
    ]
    if missing:
        raise IncompleteSignatureException(" ".join(missing))


def _scope(members: dict[bytes, bytes], prefix: bytes) -> Scope:
    access_key_id, date, region, service, terminator = _credential(members)
    if terminator != "aws4_request":
        raise InvalidSignatureException(
            "Credential should be scoped with a valid terminator: 'aws4_request'."
        )
    signed_headers = tuple(members[b"SignedHeaders"].split(b";"))
    return Scope(
        access_key_id=access_key_id,
        date=date,
        region=region,
        service=service,
        signed_headers=signed_headers,
        signed_names=frozenset(signed_headers),
        prefix=prefix,
    )


def _credential(members: dict[bytes, bytes]) -> list[str]:
    """Split from the right: the access key id is whatever stands before the scope."""
    parts = members[b"Credential"].rsplit(b"/", _CREDENTIAL_PARTS - 1)
    if len(parts) != _CREDENTIAL_PARTS or not all(parts):
        raise IncompleteSignatureException(
            "Credential must have exactly 5 slash-delimited elements, "
            "e.g. keyid/date/region/service/term."
        )
    try:
        return [part.decode("ascii") for part in parts]
    except UnicodeDecodeError:
        raise IncompleteSignatureException(
            "Credential must be written in ASCII."
        ) from None
