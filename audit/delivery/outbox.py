"""The records that trails owe: a projection of the ledger, like any other.

Each event is taken in exactly once, with the watermark of its chain, so it is in one
log file, whoever dies when. What is delivered is gone from here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from audit.models import PendingRecord, Trail
from audit.owner_copy import owner_record
from audit.trails.logging import find_stream
from audit.trails.moments import moment_of
from audit.trails.selectors import Subject, is_wanted, read_subject
from kmsportal.core.moments import microseconds
from kmsportal.core.record import LedgerEvent

NAME = "trail-outbox"
Span = tuple[int, int | None]


class _Copy(NamedTuple):
    """One account's copy of an event."""

    account_id: str
    time: int
    record: bytes


class TrailOutbox:
    """Keeps ``PendingRecord``."""

    name = NAME

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Take in what trails want; call within the watermark's transaction."""
        trails = _trails_of(_accounts(events))
        if trails:
            rows = [
                row
                for event in events
                for copy in _copies(event, trails)
                for row in _rows(copy, trails[copy.account_id])
            ]
            PendingRecord.objects.bulk_create(rows, ignore_conflicts=True)

    def clear(self) -> None:
        """Refuse: a rebuild would deliver every event again under another name."""
        raise NotImplementedError("What trails have delivered is not delivered anew.")


class _Trail(NamedTuple):
    """A trail and the moments at which it logged, in epoch microseconds."""

    row: Trail
    spans: Sequence[Span]

    def logged_at(self, time: int) -> bool:
        return any(
            begin <= time and (end is None or time <= end) for begin, end in self.spans
        )


def _accounts(events: Sequence[LedgerEvent]) -> set[str]:
    owners = {owner.account_id for event in events for owner in event.owners}
    return owners | {event.account_id for event in events}


def _trails_of(accounts: set[str]) -> Mapping[str, Sequence[_Trail]]:
    found = defaultdict(list)
    rows = Trail.objects.filter(account_id__in=accounts, spans__isnull=False)
    for trail in rows.distinct().prefetch_related("spans").order_by("id"):
        spans = [
            (
                microseconds(span.started_at),
                microseconds(span.stopped_at) if span.stopped_at else None,
            )
            for span in trail.spans.all()
        ]
        found[trail.account_id].append(_Trail(trail, spans))
    return found


def _copies(
    event: LedgerEvent, trails: Mapping[str, Sequence[_Trail]]
) -> Iterator[_Copy]:
    if event.account_id in trails:
        yield _Copy(event.account_id, event.time, bytes(event.record))
    for owner in event.owners:
        if owner.account_id in trails:
            yield _Copy(owner.account_id, event.time, owner_record(event, owner))


def _rows(copy: _Copy, trails: Sequence[_Trail]) -> Iterator[PendingRecord]:
    logging = [trail for trail in trails if trail.logged_at(copy.time)]
    if not logging:
        return
    subject = _subject(copy.record)
    for trail in logging:
        if is_wanted(trail.row, subject):
            stream = find_stream(trail.row, subject.aws_region, moment_of(copy.time))
            yield PendingRecord(
                account_id=copy.account_id,
                stream_id=stream.pk,
                event_id=subject.event_id,
                time=copy.time,
                record=copy.record.decode(),
            )


def _subject(record: bytes) -> Subject:
    try:
        return read_subject(record)
    except msgspec.ValidationError as error:
        # The projector names the segment and goes on with the other chains.
        raise ValueError("A record of the ledger has not CloudTrail's form.") from error
