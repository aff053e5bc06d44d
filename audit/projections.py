"""The searchable rows of the ledger's events, one per account that gets a copy."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from audit.cloudtrail import Resource
from audit.models import Event, EventResource
from audit.owner_copy import owner_record
from kmsportal.core.record import LedgerEvent


class EventIndex:
    """Keeps ``Event`` and ``EventResource``; an event applied twice is there once."""

    name = "event-index"

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Add the rows of ``events``; call within the watermark's transaction."""
        copies = [copy for event in events for copy in _copies(event)]
        Event.objects.bulk_create(map(_event, copies), ignore_conflicts=True)
        EventResource.objects.bulk_create(
            (row for copy in copies for row in _resources(copy)), ignore_conflicts=True
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


def _event(copy: _Copy) -> Event:
    record, identity = copy.record, copy.record.user_identity
    # Columns are cut where the record is not bounded: a projection must not stop.
    return Event(
        account_id=record.recipient_account_id,
        event_id=record.event_id,
        time=copy.event.time,
        region=copy.event.region,
        source=record.event_source,
        name=record.event_name,
        username=identity.username[:128],
        access_key_id=identity.access_key_id[:32],
        principal_arn=identity.arn[:512],
        error_code=record.error_code[:64],
        is_read_only=record.read_only,
        record=copy.text,
    )


def _resources(copy: _Copy) -> Iterator[EventResource]:
    # ReEncrypt under one key names it twice.
    for arn, kind in {entry.arn: entry.type for entry in copy.record.resources}.items():
        yield EventResource(
            account_id=copy.record.recipient_account_id,
            event_id=copy.record.event_id,
            arn=arn[:512],
            type=kind,
            region=copy.event.region,
            time=copy.event.time,
        )
