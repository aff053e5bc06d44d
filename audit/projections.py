"""The searchable rows of the ledger's events, one per account that gets a copy."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
from django.db import connection

from audit.cloudtrail import Resource
from audit.models import Event, EventResource
from audit.owner_copy import owner_record
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
        copies = [copy for event in events for copy in _copies(event)]
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


class _Identity(msgspec.Struct, rename="camel"):
    type: str = ""
    principal_id: str = ""
    arn: str = ""
    access_key_id: str = ""
    user_name: str = ""

    @property
    def username(self) -> str:
        """What LookupEvents calls the user name."""
        if self.type == "Root":
            return "root"
        if self.type == "AssumedRole":
            return self.principal_id.partition(":")[2]
        return self.user_name


class _Record(msgspec.Struct, rename="camel"):
    user_identity: _Identity
    event_source: str
    event_name: str
    event_id: str = msgspec.field(name="eventID")
    read_only: bool
    recipient_account_id: str
    resources: list[Resource]
    error_code: str = ""


class _Copy(NamedTuple):
    event: LedgerEvent
    text: str
    record: _Record


_decoder = msgspec.json.Decoder(_Record)


def _copies(event: LedgerEvent) -> Iterator[_Copy]:
    yield _copy(event, bytes(event.record))
    for owner in event.owners:
        yield _copy(event, owner_record(event, owner))


def _copy(event: LedgerEvent, record: bytes) -> _Copy:
    return _Copy(event, record.decode(), _decoder.decode(record))


def _event_row(copy: _Copy) -> Row:
    record, identity = copy.record, copy.record.user_identity
    return (
        record.recipient_account_id,
        record.event_id,
        copy.event.time,
        copy.event.region,
        record.event_source,
        record.event_name,
        _column(identity.username, 128),
        _column(identity.access_key_id, 32),
        _column(identity.arn, 512),
        _column(record.error_code, 64),
        bool(record.error_code),
        record.read_only,
        # One event's resources are of one type.
        record.resources[0].type if record.resources else "",
        copy.text,
    )


def _resource_rows(copy: _Copy) -> Iterator[Row]:
    record, event = copy.record, copy.event
    # ReEncrypt under one key names it twice.
    for arn in {entry.arn for entry in record.resources}:
        account_id, event_id = record.recipient_account_id, record.event_id
        yield (account_id, _column(arn, 512), event.region, event.time, event_id)


def _column(text: str, limit: int) -> str:
    """Make ``text`` fit: a caller's odd name must not stop a projection.

    PostgreSQL refuses longer texts, and a NUL in any.
    """
    return text.replace("\x00", "")[:limit]
