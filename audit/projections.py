"""The searchable rows of the ledger's events, one per account that gets a copy."""

from collections.abc import Iterator, Sequence

from django.db import connection

from audit.copies import Copy, column, copies_of
from audit.models import Event, EventResource
from kmsportal.core.record import LedgerEvent

Row = tuple[str | int | bool, ...]

# Plain SQL: the ORM takes three times as long, with SQLite's only write lock held.
_INSERT_EVENT = (
    "INSERT INTO audit_event (account_id, event_id, time, region, source, name,"
    " username, access_key_id, principal_arn, error_code, is_error,"
    " is_read_only, resource_type, record)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT DO NOTHING"
)
_INSERT_RESOURCE = (
    "INSERT INTO audit_eventresource (account_id, arn, region, time, event_id)"
    " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


class EventIndex:
    """Keeps ``Event`` and ``EventResource``; an event applied twice is there once."""

    name = "event-index"

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Add the rows of ``events``; call within the watermark's transaction."""
        copies = [copy for event in events for copy in copies_of(event)]
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT_EVENT, [_event_row(copy) for copy in copies])
            cursor.executemany(
                _INSERT_RESOURCE,
                [row for copy in copies for row in _resource_rows(copy)],
            )

    def clear(self) -> None:
        """Remove all rows, before they are rebuilt."""
        EventResource.objects.all().delete()
        Event.objects.all().delete()


def _event_row(copy: Copy) -> Row:
    record, identity = copy.record, copy.record.user_identity
    return (
        record.recipient_account_id,
        record.event_id,
        copy.event.time,
        copy.event.region,
        record.event_source,
        record.event_name,
        column(identity.username, 128),
        column(identity.access_key_id, 32),
        column(identity.arn, 512),
        column(record.error_code, 64),
        bool(record.error_code),
        record.read_only,
        # One event's resources are of one type.
        record.resources[0].type if record.resources else "",
        copy.text,
    )


def _resource_rows(copy: Copy) -> Iterator[Row]:
    record, event = copy.record, copy.event
    for arn in record.resource_arns:
        account_id, event_id = record.recipient_account_id, record.event_id
        yield (account_id, arn, event.region, event.time, event_id)
