"""Walking a chain: each segment holds its events and follows the one before."""

from collections.abc import Iterator
from dataclasses import dataclass

from audit.verifier.findings import Finding, of_segment
from audit.verifier.merkle import merkle_root
from audit.verifier.segments import GENESIS, Header


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A segment as it was found: what it says of itself, its events, its hash."""

    header: Header
    lines: tuple[bytes, ...]
    hash: bytes


def problem_of(
    segment: Segment, *, chain_name: str, number: int, previous_hash: bytes
) -> str | None:
    """Say what is wrong with ``segment``, or None when it follows and is untouched."""
    header, lines = segment.header, segment.lines
    if not all(lines) or any(b"\n" in line for line in lines):
        return "its payload is not one event a line"
    checks = (
        (header.chain_name == chain_name, "it belongs to another chain"),
        (header.number == number, "its number does not follow the segment before"),
        (
            header.count == len(lines),
            "it does not hold as many events as it says",
        ),
        (
            header.merkle_root == merkle_root(lines),
            "its events are not those of its Merkle root",
        ),
        (
            header.previous_hash == previous_hash,
            "it does not link to the segment before",
        ),
        (header.hash == segment.hash, "its hash does not cover its header"),
    )
    return next((problem for holds, problem in checks if not holds), None)


class ChainWalk:
    """Takes a chain's segments in order and remembers where it has come to."""

    def __init__(self, name: str) -> None:
        """Begin before the first segment."""
        self.name = name
        self.number = 0
        self.hash = GENESIS
        self.is_closed = False

    def take(self, segment: Segment) -> Iterator[Finding]:
        """Check ``segment`` against the one before, and go on from it."""
        header = segment.header
        if self.is_closed:
            problem = "it follows the end of a closed chain"
            yield of_segment(self.name, header.number, problem)
        previous, expected = self.hash, self.number + 1
        if missing := range(expected, header.number):
            yield of_segment(self.name, missing[0], _gap(missing))
            previous, expected = header.previous_hash, header.number
        wrong = problem_of(
            segment, chain_name=self.name, number=expected, previous_hash=previous
        )
        if wrong:
            yield of_segment(self.name, header.number, wrong)
        self.number, self.hash = header.number, segment.hash
        self.is_closed = header.count == 0


def _gap(missing: range) -> str:
    return "it is missing" if len(missing) == 1 else f"{len(missing)} are missing"
