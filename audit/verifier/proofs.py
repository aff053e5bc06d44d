"""One event's way up to a signed checkpoint, without anybody else's events.

Event line → segment's Merkle root → segment's hash → span → log → checkpoint.
"""

from dataclasses import dataclass

from audit.verifier.merkle import ProofError, leaf_hash, root_from_path
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
