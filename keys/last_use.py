"""Projects the ledger into the last use of each key, and reads it.

API reference, GetKeyLastUsage: successful cryptographic operations count, each key of
a ReEncrypt for itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec
from django.db import connection

from keys.models import Key, KeyLastUse
from keys.view import AbsentKey, KeyView
from kmsportal.core.arn import Arn
from kmsportal.core.call import Call
from kmsportal.core.operation import ContextValue
from kmsportal.core.record import KeyUse, LedgerEvent

# The model's ``KeyLastUsageTrackingOperation``.
TRACKED = frozenset({
    "Decapsulate",
    "Decrypt",
    "DeriveSharedSecret",
    "Encapsulate",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "ReEncrypt",
    "Sign",
    "Verify",
    "VerifyMac",
})  # fmt: skip
_ACTIONS = frozenset(f"kms:{name}" for name in TRACKED)
_DELETION = "kms:DeleteKey"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# The chains of several writers are applied as they come, so an older use must not
# replace a newer one.
_KEEP_LATEST = """
INSERT INTO keys_keylastuse
    (account_id, region, key_id, operation, time, event_id, request_id)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (account_id, region, key_id)
DO UPDATE SET operation = excluded.operation, time = excluded.time,
    event_id = excluded.event_id, request_id = excluded.request_id
WHERE excluded.time >= keys_keylastuse.time
"""


class _Use(NamedTuple):
    key: KeyUse
    event: LedgerEvent


class _Record(msgspec.Struct):
    event_id: str = msgspec.field(name="eventID")
    request_id: str = msgspec.field(name="requestID", default="")


_decoder = msgspec.json.Decoder(_Record)


class LastUseProjection:
    """Keeps ``KeyLastUse``; an event applied twice changes nothing."""

    name = "last-use"

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Note the uses among ``events``; call within the watermark's transaction."""
        latest = _latest(events)
        # One order for all: two projectors with the same keys cannot deadlock.
        rows = [_row(latest[arn]) for arn in sorted(latest)]
        with connection.cursor() as cursor:
            cursor.executemany(_KEEP_LATEST, rows)
        for event in events:
            if event.operation == _DELETION:
                _forget(event.keys)

    def clear(self) -> None:
        """Remove all rows, before they are rebuilt."""
        KeyLastUse.objects.all().delete()


def last_use_of(key: Key) -> KeyLastUse | None:
    """Return when the key was last used; it lags by what the projection does."""
    return KeyLastUse.objects.filter(
        account_id=key.account_id, region=key.region, key_id=key.key_id
    ).first()


def moment_of(use: KeyLastUse) -> datetime:
    return _EPOCH + timedelta(microseconds=use.time)


def days_without_use(key: Key, now: datetime) -> int:
    """Count the whole days since the key's last use, or since it was made."""
    use = last_use_of(key)
    since = key.created_at if use is None else moment_of(use)
    return max(0, (now - since) // timedelta(days=1))


def usage_facts(
    call: Call, key: Key | KeyView | AbsentKey
) -> Mapping[str, ContextValue]:
    """Return what a policy may ask of a key that is to be put out of use."""
    if not isinstance(key, Key):
        return {}
    return {"kms:trailingdayswithoutkeyusage": days_without_use(key, call.time)}


def _latest(events: Iterable[LedgerEvent]) -> Mapping[str, _Use]:
    latest: dict[str, _Use] = {}
    for event in events:
        if event.error is not None or event.operation not in _ACTIONS:
            continue
        for key in event.keys:
            known = latest.get(key.arn)
            if known is None or known.event.time <= event.time:
                latest[key.arn] = _Use(key, event)
    return latest


def _row(use: _Use) -> tuple[str | int, ...]:
    record, arn = _decoder.decode(use.event.record), Arn.parse(use.key.arn)
    return (
        arn.account_id,
        arn.region,
        arn.resource.removeprefix("key/"),
        use.event.operation.removeprefix("kms:"),
        use.event.time,
        _owner_event_id(use, record.event_id),
        record.request_id,
    )


def _owner_event_id(use: _Use, event_id: str) -> str:
    """Return the id under which the key's owner finds the event."""
    for owner in use.event.owners:
        if owner.account_id == use.key.account_id:
            return owner.event_id
    return event_id


def _forget(keys: Iterable[KeyUse]) -> None:
    for key in keys:
        arn = Arn.parse(key.arn)
        KeyLastUse.objects.filter(
            account_id=arn.account_id,
            region=arn.region,
            key_id=arn.resource.removeprefix("key/"),
        ).delete()
