"""Bringing the projections of the ledger up to date, each segment exactly once."""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from django.db import connection, transaction

from audit import feed
from audit.counts import EventCounts
from audit.delivery.outbox import TrailOutbox
from audit.outputs.outbox import OutputOutbox
from audit.projections import EventIndex
from audit.proof.making import PROJECTION as LOG
from audit.writer_chain import close_idle_chains
from billing.metering import UsageProjection
from keys.last_use import LastUseProjection
from kmsportal.core.moments import microseconds
from kmsportal.core.record import LedgerEvent
from kmsportal.iam.access_key_use import AccessKeyUseProjection
from kmsportal.iam.role_use import RoleUseProjection

logger = logging.getLogger(__name__)

IDLE_AFTER = timedelta(hours=1)
IDLE_SECONDS = 0.15
RETIRE_SECONDS = 60.0
RETRY_SECONDS = 1.0


class Projection(Protocol):
    """Rows that follow from the ledger and from nothing else."""

    @property
    def name(self) -> str: ...

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Take ``events`` in; the watermark moves in the same transaction."""

    def clear(self) -> None:
        """Remove every row, before a rebuild."""


PROJECTIONS: tuple[Projection, ...] = (
    EventIndex(),
    EventCounts(),
    UsageProjection(),
    LastUseProjection(),
    TrailOutbox(),
    OutputOutbox(),
    AccessKeyUseProjection(),
    RoleUseProjection(),
)


def catch_up(projections: Sequence[Projection] = PROJECTIONS) -> int:
    """Apply all that is pending; return how many events, counted per projection."""
    total = 0
    while _is_behind(projections):
        total += run_once(projections)
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
    if applied:
        feed.settle()
    if errors:
        raise ExceptionGroup("Part of the ledger could not be projected.", errors)
    return applied


def rebuild(projection: Projection) -> int:
    """Empty ``projection`` and apply the whole ledger to it anew."""
    with transaction.atomic():
        feed.restart(projection.name)
        projection.clear()
    return catch_up([projection])


def run_until(stop: threading.Event) -> None:
    """Apply what comes until ``stop`` is set; a failing database is waited for."""
    retired = 0.0
    feed.forget_others([LOG, *(projection.name for projection in PROJECTIONS)])
    while not stop.is_set():
        try:
            _relax_durability()
            began = time.monotonic()
            applied = run_once()
            stop.wait(_pause(time.monotonic() - began) if applied else IDLE_SECONDS)
            if time.monotonic() - retired > RETIRE_SECONDS:
                retire_idle_chains(datetime.now(UTC))
                retired = time.monotonic()
        except Exception:
            logger.exception("The projector will try again.")
            connection.close()
            stop.wait(RETRY_SECONDS)
    connection.close()


def lag(
    now: datetime, projections: Sequence[Projection] = PROJECTIONS
) -> dict[str, timedelta]:
    """Return, by projection, how old its oldest pending event is; zero for none."""
    return {projection.name: _lag(projection, now) for projection in projections}


def retire_idle_chains(now: datetime) -> int:
    """Close the chains of writers that are silent, so that nobody polls them."""
    return close_idle_chains(now - IDLE_AFTER)


def _is_behind(projections: Sequence[Projection]) -> bool:
    return any(feed.pending(projection.name, limit=1) for projection in projections)


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


def _pause(worked: float) -> float:
    # Nor does SQLite queue its writers: the wire's need gaps longer than the work.
    return 2 * worked if connection.vendor == "sqlite" else 0.0


def _relax_durability() -> None:
    # What a power cut takes of a projection is applied again: its watermark goes too.
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=NORMAL")
        else:
            cursor.execute("SET synchronous_commit = off")


def _lag(projection: Projection, now: datetime) -> timedelta:
    oldest = feed.oldest_pending_time(projection.name)
    if oldest is None:
        return timedelta(0)
    return timedelta(microseconds=max(0, microseconds(now) - oldest))
