"""The hash chain of segments: Merkle roots by RFC 6962, links by SHA-256.

A segment's hash covers its header, which names the chain, the number, the span of
time, the count, the tree head of the events and the hash of the segment before.
"""

from collections.abc import Sequence

import msgspec

from audit.verifier.chains import Segment, problem_of
from audit.verifier.merkle import merkle_root
from audit.verifier.segments import GENESIS, Header


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

    @property
    def found(self) -> Segment:
        """The segment as verification takes it."""
        header = Header(
            chain_name=self.chain_name,
            number=self.number,
            first_time=self.first_time,
            last_time=self.last_time,
            count=self.count,
            merkle_root=self.merkle_root,
            previous_hash=self.previous_hash,
        )
        lines = tuple(split(self.payload))
        return Segment(header=header, lines=lines, hash=self.hash)


def seal(
    head: Head, lines: Sequence[bytes], *, first_time: int, last_time: int
) -> SealedSegment:
    """Make the segment of ``lines`` that follows ``head``; ValueError for no line."""
    if any(b"\n" in line or not line for line in lines):
        raise ValueError("An event is one line.")
    number, root = head.number + 1, merkle_root(lines)
    header = Header(
        chain_name=head.chain_name,
        number=number,
        first_time=first_time,
        last_time=last_time,
        count=len(lines),
        merkle_root=root,
        previous_hash=head.hash,
    )
    return SealedSegment(
        chain_name=head.chain_name,
        number=number,
        first_time=first_time,
        last_time=last_time,
        count=len(lines),
        payload=b"\n".join(lines),
        merkle_root=root,
        previous_hash=head.hash,
        hash=header.hash,
    )


def verify_segment(segment: SealedSegment, head: Head) -> None:
    """Raise TamperedSegment unless ``segment`` follows ``head`` and is untouched."""
    problem = problem_of(
        segment.found,
        chain_name=head.chain_name,
        number=head.number + 1,
        previous_hash=head.hash,
    )
    if problem:
        raise TamperedSegment(problem)


def split(payload: bytes) -> list[bytes]:
    """Return the lines of a segment's payload."""
    return payload.split(b"\n") if payload else []
