"""Projects the ledger into the last use of each access key.

Every signed call counts, refused ones too: a signature was proven with the key.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from django.db.models import Q

from kmsportal.core.record import LedgerEvent
from kmsportal.iam.models import AccessKey

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONG_TERM = "AKIA"


class _Identity(msgspec.Struct):
    access_key_id: str = msgspec.field(name="accessKeyId", default="")


class _Record(msgspec.Struct):
    user_identity: _Identity = msgspec.field(name="userIdentity")


_decoder = msgspec.json.Decoder(_Record)


class AccessKeyUseProjection:
    """Keeps ``AccessKey.last_used_…``; an event applied twice changes nothing."""

    name = "access-key-use"

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Note the uses among ``events``; call within the watermark's transaction."""
        latest = _latest(events)
        # One order for all: two projectors with the same keys cannot deadlock.
        for access_key_id in sorted(latest):
            _note(access_key_id, latest[access_key_id])

    def clear(self) -> None:
        """Forget all uses, before they are noted anew."""
        AccessKey.objects.update(
            last_used_at=None, last_used_service="", last_used_region=""
        )


def _latest(events: Sequence[LedgerEvent]) -> Mapping[str, LedgerEvent]:
    latest: dict[str, LedgerEvent] = {}
    for event in events:
        access_key_id = _decoder.decode(event.record).user_identity.access_key_id
        if not access_key_id.startswith(_LONG_TERM):
            continue
        known = latest.get(access_key_id)
        if known is None or known.time <= event.time:
            latest[access_key_id] = event
    return latest


def _note(access_key_id: str, event: LedgerEvent) -> None:
    used = _EPOCH + timedelta(microseconds=event.time)
    # The chains of several writers are applied as they come: the newest use stays.
    AccessKey.objects.filter(
        Q(last_used_at=None) | Q(last_used_at__lt=used),
        account_id=event.account_id,
        id=access_key_id,
    ).update(
        last_used_at=used,
        last_used_service=event.operation.partition(":")[0],
        last_used_region=event.region,
    )
