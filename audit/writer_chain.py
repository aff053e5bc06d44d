"""The chain of one writer: opened with its first flush, closed with an empty segment.

The primary key (chain, number) is the fence: whoever writes a number second is told
so. Hence a chain that seems abandoned can be closed under a writer that lives; that
one begins a new chain.
"""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import IntegrityError, connection, transaction

from audit.chain import Head, SealedSegment, seal
from audit.models import Chain, Segment
from audit.segments import insert, read_head
from kmsportal.core.moments import microseconds

PREFIX = "writer:"
FLUSH_SECONDS = 5


class WriterChain:
    """Appends segments; one thread uses it."""

    def __init__(self) -> None:
        self._name = ""
        self._head: Head | None = None

    def append(self, lines: Sequence[bytes], first_time: int, last_time: int) -> None:
        """Write ``lines`` as one segment; a database error leaves the outcome open.

        After an error call ``forget_head``: only the database knows where it ends.
        """
        head = self._head or self.open()
        segment = seal(head, lines, first_time=first_time, last_time=last_time)
        insert(segment)
        self._head = segment.head

    def forget_head(self) -> None:
        self._head = None

    def close(self) -> None:
        """Close the chain if it was ever opened."""
        if self._name:
            close_chain(self._name)

    def open(self) -> Head:
        """Return where the chain ends in the database; begin one if it has ended."""
        _limit_waiting()
        # The head first: were the chain closed in between, its number would be taken.
        head = read_head(self._name)
        if not _is_open(self._name):
            head = Head(f"{PREFIX}{uuid.uuid4()}")
            self._name = head.chain_name
            Chain.objects.create(name=self._name, created_at=datetime.now(UTC))
        return head


def close_chain(name: str) -> None:
    """End the chain with an empty segment; IntegrityError when it has just grown."""
    with transaction.atomic():
        chain = Chain.objects.select_for_update().get(name=name)
        if chain.closed_at is None:
            last = _closing_segment(name)
            insert(last)
            chain.head_number, chain.head_hash = last.number, last.hash
            chain.closed_at = datetime.now(UTC)
            chain.save(update_fields=["head_number", "head_hash", "closed_at"])


def close_idle_chains(before: datetime) -> int:
    """Close the writers' chains that have not grown since ``before``."""
    chains = Chain.objects.filter(
        name__startswith=PREFIX, closed_at=None, created_at__lt=before
    )
    return sum(_close_if_idle(chain.name, before) for chain in chains)


def _close_if_idle(name: str, before: datetime) -> bool:
    segments = Segment.objects.filter(chain_name=name).order_by("-number")
    last_time = segments.values_list("last_time", flat=True).first() or 0
    if last_time >= microseconds(before):
        return False
    try:
        close_chain(name)
    except IntegrityError:
        return False
    return True


def _closing_segment(name: str) -> SealedSegment:
    now = microseconds(datetime.now(UTC))
    return seal(read_head(name), [], first_time=now, last_time=now)


def _is_open(name: str) -> bool:
    return Chain.objects.filter(name=name, closed_at=None).exists()


def _limit_waiting() -> None:
    """Make a stuck database an error within seconds, and commits durable."""
    milliseconds = FLUSH_SECONDS * 1000
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout={milliseconds}")
            # The checkpointer does it: a checkpoint within a flush triples its p99.
            cursor.execute("PRAGMA wal_autocheckpoint=0")
        else:
            cursor.execute(f"SET statement_timeout = {milliseconds}")
            cursor.execute("SET synchronous_commit = on")
