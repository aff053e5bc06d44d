"""Proofs of one account's events against a checkpoint."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

import msgspec
from django.db.models import Q, QuerySet

from audit.ledger import account_chain
from audit.models import Checkpoint, LogEntry, Segment
from audit.proof.reading import sealed_segment, segment_hashes, span_of
from audit.verifier.chains import Segment as FoundSegment
from audit.verifier.merkle import Tree
from audit.verifier.proofs import EventProof, Place, prove
from kmsportal.core.record import LedgerEvent, OwnerCopy

_decoder = msgspec.json.Decoder(LedgerEvent)


class Window(Protocol):
    """Which segments and moments are asked for."""

    def within(self, segments: QuerySet[Segment]) -> QuerySet[Segment]: ...

    def holds(self, time: int) -> bool: ...


class Found(NamedTuple):
    """An event of the account; with ``owner``, its copy of another account's event."""

    event: LedgerEvent
    proof: EventProof
    owner: OwnerCopy | None


class Log:
    """The log up to one checkpoint, in memory: 64 bytes an entry."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        """Read the log's entries."""
        self.size = checkpoint.size
        rows = LogEntry.objects.filter(index__lt=self.size).order_by("index")
        self.leaves = [span_of(row).leaf for row in rows.iterator()]
        self._tree = Tree(self.leaves)
        self._place = lru_cache(maxsize=16)(_place)

    def proofs(self, segment: FoundSegment) -> list[EventProof]:
        """Return the proof of each event of ``segment``; none for one not covered."""
        header = segment.header
        row = LogEntry.objects.filter(
            index__lt=self.size,
            chain_name=header.chain_name,
            first_number__lte=header.number,
            last_number__gte=header.number,
        ).first()
        if row is None:
            return []
        return list(prove(segment.lines, header, self._place(row), self._tree))


def _place(row: LogEntry) -> Place:
    hashes = segment_hashes(row.chain_name, row.first_number, row.last_number)
    return Place(span_of(row), row.index, hashes)


class AccountEvents:
    """The account's events within a window, each with its proof.

    Of its own chain it gives whole segments, so that a gap there can be seen.
    """

    def __init__(self, account_id: str, log: Log, window: Window) -> None:
        """Prepare; iterating reads."""
        self._account_id, self._log, self._window = account_id, log, window
        self._own_chain = account_chain(account_id)

    def __iter__(self) -> Iterator[Found]:
        """Read chain by chain, in order."""
        rows = self._window.within(Segment.objects.order_by("chain_name", "number"))
        own = rows.filter(chain_name=self._own_chain)
        # Another account's chain holds events on this one's keys: copies to its owner.
        others = rows.filter(~Q(chain_name=self._own_chain))
        for row in own.iterator(chunk_size=100):
            yield from self._of_segment(row)
        for row in others.iterator(chunk_size=100):
            if self._account_id.encode() in bytes(row.payload):
                yield from self._of_segment(row)

    def _of_segment(self, row: Segment) -> Iterator[Found]:
        is_own_chain = row.chain_name == self._own_chain
        for proof in self._log.proofs(sealed_segment(row).found):
            event = _decoder.decode(proof.line)
            if not (is_own_chain or self._window.holds(event.time)):
                continue
            if event.account_id == self._account_id:
                yield Found(event, proof, None)
            yield from (
                Found(event, proof, owner)
                for owner in event.owners
                if owner.account_id == self._account_id
            )
