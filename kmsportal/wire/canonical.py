"""The canonical request of AWS Signature Version 4, rebuilt from what arrived."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote_from_bytes, unquote_to_bytes


def canonical_request(  # noqa: PLR0913 - the parts of a request
    method: str,
    raw_path: bytes,
    query: bytes,
    *,
    headers: Mapping[bytes, bytes],
    signed_headers: Sequence[bytes],
    payload_hash: str,
    is_path_literal: bool = False,
) -> bytes:
    """Spell the request as its signer did (IAM User Guide, "Create a signed request").

    ``headers`` has lower-case names and holds every name in ``signed_headers``;
    ``payload_hash`` is the lower-case hexadecimal SHA-256 of the body.
    ``is_path_literal`` holds for S3, which signs the path as it stands.
    """
    spell_path = literal_path if is_path_literal else canonical_path
    lines = [method.encode(), spell_path(raw_path), canonical_query(query)]
    # Values are trimmed, and each run of white space in them becomes one space.
    lines += [name + b":" + b" ".join(headers[name].split()) for name in signed_headers]
    lines += [b"", b";".join(signed_headers), payload_hash.encode()]
    return b"\n".join(lines)


def canonical_path(raw_path: bytes) -> bytes:
    """Normalise as RFC 3986 section 5.2.4 and encode what is left once more.

    Only S3 signs the path as it stands; for every other service dot segments and
    empty segments go, and an escape that was sent is itself escaped.
    """
    if raw_path in (b"/", b""):
        return b"/"
    kept: list[bytes] = []
    for segment in raw_path.split(b"/"):
        if segment == b"..":
            del kept[-1:]
        elif segment not in (b"", b"."):
            kept.append(segment)
    slash = b"/" if kept and raw_path.endswith(b"/") else b""
    return quote_from_bytes(b"/" + b"/".join(kept) + slash, safe="/~").encode()


def literal_path(raw_path: bytes) -> bytes:
    """Encode each character once and normalise nothing: a key may hold ``//``."""
    return quote_from_bytes(unquote_to_bytes(raw_path), safe="/~").encode()


def canonical_query(query: bytes) -> bytes:
    """Sort the parameters by encoded name, then by encoded value."""
    if not query:
        return b""
    pairs = sorted(_encoded_pair(part) for part in query.split(b"&") if part)
    return b"&".join(name + b"=" + value for name, value in pairs)


def _encoded_pair(part: bytes) -> tuple[bytes, bytes]:
    name, _, value = part.partition(b"=")
    return _reencoded(name), _reencoded(value)


def _reencoded(text: bytes) -> bytes:
    """Encode as signers do; some send a plus sign for the space they signed."""
    plain = unquote_to_bytes(text.replace(b"+", b" "))
    return quote_from_bytes(plain, safe="~").encode()
