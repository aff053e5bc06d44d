"""Bringing the projections of the ledger up to date, each segment exactly once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.db import connection, transaction

from audit import feed
from audit.cloudtrail import microseconds
from audit.projections import EventIndex
from audit.writer_chain import close_idle_chains
from kmsportal.core.record import LedgerEvent

IDLE_AFTER = timedelta(hours=1)


class Projection(Protocol):
    """Rows that follow from the ledger and from nothing else."""

    @property
    def name(self) -> str: ...

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Take ``events`` in; the watermark moves in the same transaction."""

    def clear(self) -> None:
        """Remove every row, before a rebuild."""


PROJECTIONS: tuple[Projection, ...] = (EventIndex(),)


def catch_up(projections: Sequence[Projection] = PROJECTIONS) -> int:
    """Apply all that is pending; return how many events, counted per projection."""
    total = 0
    while applied := run_once(projections):
        total += applied
    return total


def run_once(projections: Sequence[Projection] = PROJECTIONS) -> int:
    """Apply one batch of each pending chain.

    A chain that cannot be read holds up no other; what went wrong is raised at the
    end, as an ExceptionGroup.
    """
    applied, errors = 0, []
    for projection in projections:
        for position in feed.pending(projection.name):
            try:
                applied += _apply_batch(projection, position)
            except Exception as error:  # noqa: BLE001 - raised below
                error.add_note(f"{projection.name}: after {position}")
                errors.append(error)
    if errors:
        raise ExceptionGroup("Part of the ledger could not be projected.", errors)
    return applied


def rebuild(projection: Projection) -> int:
    """Empty ``projection`` and apply the whole ledger to it anew."""
    with transaction.atomic():
        feed.restart(projection.name)
        projection.clear()
    return catch_up([projection])


def lag(
    now: datetime, projections: Sequence[Projection] = PROJECTIONS
) -> dict[str, timedelta]:
    """Return, by projection, how old its oldest pending event is; zero for none."""
    return {projection.name: _lag(projection, now) for projection in projections}


def retire_idle_chains(now: datetime) -> int:
    """Close the chains of writers that are silent, so that nobody polls them."""
    return close_idle_chains(now - IDLE_AFTER)


def _apply_batch(projection: Projection, position: feed.Position) -> int:
    batch = feed.read(position, limit=_batch_limit())
    try:
        with transaction.atomic():
            feed.advance(projection.name, batch)
            projection.apply(batch.events)
    except feed.Overtaken:
        return 0
    return len(batch.events)


def _batch_limit() -> int:
    # SQLite has one writer at a time: the wire's flushes wait for this transaction.
    return 100 if connection.vendor == "sqlite" else 1000


def _lag(projection: Projection, now: datetime) -> timedelta:
    oldest = feed.oldest_pending_time(projection.name)
    if oldest is None:
        return timedelta(0)
    return timedelta(microseconds=max(0, microseconds(now) - oldest))
