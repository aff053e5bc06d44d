"""The records that destinations and alert rules are owed: a projection of the ledger.

Each account's records are numbered under its lock, in the transaction that moves the
watermark, so each is taken in exactly once and no cursor can pass one unseen.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from audit.models import AlertRule, Destination, OutputRecord, OutputStream
from audit.outputs.reading import event_id_of
from audit.owner_copy import owner_record
from kmsportal.core.record import LedgerEvent
from kmsportal.tenancy.models import Account


class OutputOutbox:
    """Keeps ``OutputRecord`` and the heads of ``OutputStream``."""

    name = "output-outbox"

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Take in what somebody waits for; call within the watermark's transaction."""
        streams = _streams()
        owed: dict[str, list[_Copy]] = defaultdict(list)
        for event in events:
            for copy in _copies(event, streams):
                for account_id in streams[copy.account_id]:
                    owed[account_id].append(copy)
        # One order of locks for all workers, or two of them could wait for each other.
        for account_id in sorted(owed):
            _append(account_id, owed[account_id])

    def clear(self) -> None:
        """Refuse: a rebuild would send every event again."""
        raise NotImplementedError("What was sent out is not sent anew.")


class _Copy(NamedTuple):
    """One account's copy of an event."""

    account_id: str
    time: int
    record: bytes


def _streams() -> Mapping[str, Sequence[str]]:
    """Return, by the account a record is of, the accounts whose streams take it."""
    found: dict[str, set[str]] = defaultdict(set)
    destinations = Destination.objects.order_by()
    for rows in (destinations, AlertRule.objects.order_by()):
        for account_id in rows.values_list("account_id", flat=True).distinct():
            found[account_id].add(account_id)
    wide = destinations.filter(is_of_organization=True)
    for owner in wide.values_list("account_id", flat=True).distinct():
        for member in members_of_organization(owner):
            found[member].add(owner)
    return {member: sorted(owners) for member, owners in found.items()}


def members_of_organization(account_id: str) -> Sequence[str]:
    """Return the accounts of the organisation that ``account_id`` manages."""
    rows = Account.objects.filter(organisation__management_account_id=account_id)
    return list(rows.order_by("id").values_list("id", flat=True))


def _copies(
    event: LedgerEvent, streams: Mapping[str, Sequence[str]]
) -> Iterator[_Copy]:
    if event.account_id in streams:
        yield _Copy(event.account_id, event.time, bytes(event.record))
    for owner in event.owners:
        if owner.account_id in streams:
            yield _Copy(owner.account_id, event.time, owner_record(event, owner))


def _append(account_id: str, copies: Sequence[_Copy]) -> None:
    stream = open_stream(account_id)
    OutputRecord.objects.bulk_create(
        OutputRecord(
            account_id=account_id,
            number=number,
            recipient_account_id=copy.account_id,
            event_id=event_id_of(copy.record),
            time=copy.time,
            record=copy.record.decode(),
        )
        for number, copy in enumerate(copies, start=stream.head + 1)
    )
    stream.head += len(copies)
    stream.save(update_fields=["head"])


def open_stream(account_id: str) -> OutputStream:
    """Return the account's stream, locked until the transaction ends."""
    OutputStream.objects.bulk_create(
        [OutputStream(account_id=account_id)], ignore_conflicts=True
    )
    return OutputStream.objects.select_for_update().get(account_id=account_id)
