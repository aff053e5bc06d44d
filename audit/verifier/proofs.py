"""One event's way up to a signed checkpoint, without anybody else's events.

Event line → segment's Merkle root → segment's hash → span → log → checkpoint.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.verifier.merkle import ProofError, Tree, leaf_hash, root_from_path
from audit.verifier.notes import Checkpoint
from audit.verifier.segments import Header, Span

Path = tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventProof:
    """An event's exact bytes and the hashes that join them to the log.

    ``header.merkle_root`` and ``span.root`` are not believed: both are computed from
    the paths, so the fields here may hold anything.
    """

    line: bytes
    index: int
    path: Path
    header: Header
    span: Span
    span_path: Path
    log_index: int
    log_size: int
    log_path: Path

    @property
    def root(self) -> bytes:
        """The head of the log that the proof leads to; ProofError for a misfit."""
        root = root_from_path(
            leaf_hash(self.line), self.path, index=self.index, size=self.header.count
        )
        if root != self.header.merkle_root:
            raise ProofError("the event is not one of its segment's")
        return self._root_of_segment()

    def _root_of_segment(self) -> bytes:
        header, span = self.header, self.span
        if header.chain_name != span.chain_name:
            raise ProofError("the segment is of another chain than its log entry")
        root = root_from_path(
            leaf_hash(header.hash),
            self.span_path,
            index=header.number - span.first,
            size=span.last - span.first + 1,
        )
        if root != span.root:
            raise ProofError("the segment is not one of its log entry's")
        return root_from_path(
            span.leaf, self.log_path, index=self.log_index, size=self.log_size
        )

    def verify(self, checkpoint: Checkpoint) -> None:
        """Raise ProofError unless ``checkpoint`` covers the event as it is here."""
        if self.log_size != checkpoint.size or self.root != checkpoint.root:
            raise ProofError("the log entry is not in the checkpoint")


class Place:
    """A span and where it stands in the log."""

    def __init__(self, span: Span, index: int, hashes: Sequence[bytes]) -> None:
        """Take the hashes of all segments of ``span``, in order."""
        self.span = span
        self.index = index
        self.tree = Tree([leaf_hash(found) for found in hashes])


def prove(
    lines: Sequence[bytes], header: Header, place: Place, log: Tree
) -> Iterator[EventProof]:
    """Return the proof of each event of a segment, which is at ``place`` in the log."""
    tree = Tree([leaf_hash(line) for line in lines])
    span_path = place.tree.path(header.number - place.span.first)
    log_path = log.path(place.index)
    for index, line in enumerate(lines):
        yield EventProof(
            line=line,
            index=index,
            path=tree.path(index),
            header=header,
            span=place.span,
            span_path=span_path,
            log_index=place.index,
            log_size=log.size,
            log_path=log_path,
        )
