"""Holding chains against the log, and the log against signed checkpoints.

The log is an append-only tree of spans: what each chain grew by between checkpoints. A
checkpoint signs its head. So a tail that is cut from any chain, or a chain that is
written anew, contradicts every checkpoint that somebody else has kept.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.verifier.findings import Finding
from audit.verifier.merkle import Frontier, merkle_root
from audit.verifier.notes import Checkpoint, NoteError, PublicKey, open_checkpoint
from audit.verifier.segments import Span

Entry = Span | bytes
"""A span, or the leaf hash alone of one that is not shown."""
Hashes = Callable[[str, int, int], Sequence[bytes]]
"""Returns the hashes of a chain's segments from one number to another, inclusive."""


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note and what to call it."""

    name: str
    text: str


class LogCheck:
    """Walks the log once; ``size`` is then how many spans there are."""

    def __init__(
        self, notes: Iterable[Note], keys: Sequence[PublicKey], hashes: Hashes
    ) -> None:
        """Prepare to hold the log against ``notes``, anchors among them."""
        self.size = 0
        self.valid = 0
        self.ends: dict[str, int] = {}
        self._notes, self._keys, self._hashes = list(notes), keys, hashes
        self._expected: dict[int, list[tuple[str, Checkpoint]]] = defaultdict(list)
        self._is_begun_elsewhere = False

    def run(self, entries: Iterable[Entry]) -> Iterator[Finding]:
        """Find what does not agree."""
        yield from self._open_notes()
        frontier = Frontier()
        yield from self._compare(frontier)
        for entry in entries:
            if isinstance(entry, Span):
                yield from self._check(entry, frontier.size)
                frontier.append(entry.leaf)
            else:
                self._is_begun_elsewhere = True
                frontier.append(entry)
            yield from self._compare(frontier)
        self.size = frontier.size
        for size in sorted(self._expected):
            for name, _ in self._expected[size]:
                yield Finding(
                    name,
                    f"it covers {size} entries of the log, but there are only"
                    f" {self.size}: the end was cut off",
                )

    def _open_notes(self) -> Iterator[Finding]:
        for note in self._notes:
            try:
                checkpoint = open_checkpoint(note.text, self._keys)
            except NoteError as error:
                yield Finding(note.name, str(error))
            else:
                self._expected[checkpoint.size].append((note.name, checkpoint))

    def _compare(self, frontier: Frontier) -> Iterator[Finding]:
        for name, checkpoint in self._expected.pop(frontier.size, ()):
            if checkpoint.root == frontier.root:
                self.valid += 1
            else:
                problem = "the log is not the one that it signed: it was rewritten"
                yield Finding(name, problem)

    def _check(self, span: Span, index: int) -> Iterator[Finding]:
        where = f"{span.chain_name}, log entry {index}"
        end = self.ends.get(span.chain_name, 0)
        is_known = end or not self._is_begun_elsewhere
        if (is_known and span.first != end + 1) or span.last < span.first:
            yield Finding(where, "it does not follow the chain's entry before")
        self.ends[span.chain_name] = span.last
        hashes = self._hashes(span.chain_name, span.first, span.last)
        if len(hashes) != span.last - span.first + 1:
            yield Finding(
                where,
                f"segments {span.first} to {span.last} were signed, but only"
                f" {len(hashes)} of them are there",
            )
        elif merkle_root(hashes) != span.root or hashes[-1] != span.head_hash:
            yield Finding(
                where,
                f"segments {span.first} to {span.last} are not those that were signed",
            )
