"""The hash chain of segments: Merkle roots by RFC 6962, links by SHA-256.

A segment's hash covers its header, which names the chain, the number, the span of
time, the count, the tree head of the events and the hash of the segment before.
"""

import hashlib
import struct
from collections.abc import Sequence

import msgspec

GENESIS = bytes(32)
"""The hash before the first segment of a chain."""

_DOMAIN = b"kmsportal segment v1\x00"
_LEAF, _NODE = b"\x00", b"\x01"
_NUMBERS = struct.Struct(">QqqI")


class TamperedSegment(Exception):  # noqa: N818 - the name says what was found
    """A segment is not what was written; the message says where it differs."""


class Head(msgspec.Struct, frozen=True):
    """The end of a chain: the number and the hash of its last segment."""

    chain_name: str
    number: int = 0
    hash: bytes = GENESIS


class SealedSegment(msgspec.Struct, frozen=True, kw_only=True):
    """One segment with all that is stored of it.

    ``first_time`` and ``last_time`` are epoch microseconds. A segment of no events
    closes its chain.
    """

    chain_name: str
    number: int
    first_time: int
    last_time: int
    count: int
    payload: bytes
    merkle_root: bytes
    previous_hash: bytes
    hash: bytes

    @property
    def head(self) -> Head:
        return Head(self.chain_name, self.number, self.hash)


def seal(
    head: Head, lines: Sequence[bytes], *, first_time: int, last_time: int
) -> SealedSegment:
    """Make the segment of ``lines`` that follows ``head``; ValueError for no line."""
    if any(b"\n" in line or not line for line in lines):
        raise ValueError("An event is one line.")
    number, root = head.number + 1, merkle_root(lines)
    header = (head.chain_name, number, first_time, last_time, len(lines))
    return SealedSegment(
        chain_name=head.chain_name,
        number=number,
        first_time=first_time,
        last_time=last_time,
        count=len(lines),
        payload=b"\n".join(lines),
        merkle_root=root,
        previous_hash=head.hash,
        hash=_hash(header, root, head.hash),
    )


def verify_segment(segment: SealedSegment, head: Head) -> None:
    """Raise TamperedSegment unless ``segment`` follows ``head`` and is untouched."""
    span = {"first_time": segment.first_time, "last_time": segment.last_time}
    try:
        expected = seal(head, split(segment.payload), **span)
    except ValueError:
        raise TamperedSegment("its payload is not one event a line") from None
    for member, problem in _PROBLEMS.items():
        if getattr(segment, member) != getattr(expected, member):
            raise TamperedSegment(problem)


_PROBLEMS = {
    "chain_name": "it belongs to another chain",
    "number": "its number does not follow the segment before",
    "count": "it does not hold as many events as it says",
    "merkle_root": "its events are not those of its Merkle root",
    "previous_hash": "it does not link to the segment before",
    "hash": "its hash does not cover its header",
}


def split(payload: bytes) -> list[bytes]:
    """Return the lines of a segment's payload."""
    return payload.split(b"\n") if payload else []


def merkle_root(lines: Sequence[bytes]) -> bytes:
    """Return the Merkle tree head of ``lines`` (RFC 6962, section 2.1)."""
    sha256 = hashlib.sha256
    if not lines:
        return sha256().digest()
    level = [sha256(_LEAF + line).digest() for line in lines]
    # Pairing level by level, with the odd one carried up, gives the RFC's split at
    # the largest power of two.
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(_NODE + left + right).digest() for left, right in pairs]
        level = above + level[len(above) * 2 :]
    return level[0]


def _hash(
    header: tuple[str, int, int, int, int], root: bytes, previous_hash: bytes
) -> bytes:
    chain_name, *numbers = header
    name = chain_name.encode()
    return hashlib.sha256(
        _DOMAIN
        + bytes([len(name)])
        + name
        + _NUMBERS.pack(*numbers)
        + root
        + previous_hash
    ).digest()
