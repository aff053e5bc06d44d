"""Counts the events of the account, its keys and its principals by the hour."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from audit.copies import Copy, column, copies_of
from audit.models import EventHour
from kmsportal.core.record import LedgerEvent

HOUR = 3_600_000_000
"""Microseconds."""

# The ORM's bulk upsert can replace a count but not add to it.
_ADD = """
INSERT INTO audit_eventhour
    (account_id, region, subject, hour, source, name, is_read_only, calls, errors)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (account_id, region, subject, hour, source, name, is_read_only)
DO UPDATE SET calls = audit_eventhour.calls + excluded.calls,
              errors = audit_eventhour.errors + excluded.errors
"""


class _Place(NamedTuple):
    account_id: str
    region: str
    subject: str
    hour: int
    source: str
    name: str
    is_read_only: bool


class EventCounts:
    """Keeps ``EventHour``; the watermark makes each event count once."""

    name = "event-hours"

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Add ``events``; call within the watermark's transaction."""
        calls: Counter[_Place] = Counter()
        errors: Counter[_Place] = Counter()
        for copy in (copy for event in events for copy in copies_of(event)):
            places = list(_places(copy))
            calls.update(places)
            if copy.record.error_code:
                errors.update(places)
        # In one order everywhere, so that no two processes wait for each other.
        rows = [(*place, calls[place], errors[place]) for place in sorted(calls)]
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)

    def clear(self) -> None:
        """Remove all rows, before they are rebuilt."""
        EventHour.objects.all().delete()


def _places(copy: Copy) -> Iterator[_Place]:
    record = copy.record
    principal = column(record.user_identity.arn, 512)
    for subject in {"", principal, *record.resource_arns}:
        yield _Place(
            record.recipient_account_id,
            copy.event.region,
            subject,
            copy.event.time // HOUR,
            column(record.event_source, 64),
            column(record.event_name, 64),
            record.read_only,
        )
