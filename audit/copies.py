"""The records of one event: the caller's, and the copy of each owner."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from audit.cloudtrail import Resource
from audit.owner_copy import owner_record
from kmsportal.core.record import LedgerEvent


class Identity(msgspec.Struct, rename="camel"):
    """What searching needs of ``userIdentity``."""

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


class Record(msgspec.Struct, rename="camel"):
    """What searching needs of a record."""

    user_identity: Identity
    event_source: str
    event_name: str
    event_id: str = msgspec.field(name="eventID")
    read_only: bool
    recipient_account_id: str
    resources: list[Resource]
    error_code: str = ""

    @property
    def resource_arns(self) -> frozenset[str]:
        """The resources, once each: ReEncrypt under one key names it twice."""
        return frozenset(column(entry.arn, 512) for entry in self.resources)


class Copy(NamedTuple):
    """One account's record of ``event``, as text and decoded."""

    event: LedgerEvent
    text: str
    record: Record


_decoder = msgspec.json.Decoder(Record)


def copies_of(event: LedgerEvent) -> Iterator[Copy]:
    """Render the caller's record, and then one for each owner of a key."""
    yield _copy(event, bytes(event.record))
    for owner in event.owners:
        yield _copy(event, owner_record(event, owner))


def column(text: str, limit: int) -> str:
    """Make ``text`` fit: a caller's odd name must not stop a projection.

    PostgreSQL refuses longer texts, and a NUL in any.
    """
    return text.replace("\x00", "")[:limit]


def _copy(event: LedgerEvent, record: bytes) -> Copy:
    return Copy(event, record.decode(), _decoder.decode(record))
