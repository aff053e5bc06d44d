"""Projects the ledger into usage by the hour, key states and rotations."""

from collections import Counter
from collections.abc import Sequence

import msgspec
from django.db.models import Max, Q

from billing.late import mark_late_months
from billing.locks import enter_meter
from billing.models import (
    KeyInterval,
    KeyIntervalQuerySet,
    KeyRotation,
    KeyTagInterval,
    UsageDay,
    UsageHour,
    UsageMonth,
)
from billing.months import day_of, hour_of
from billing.request_classes import BILLABLE_SERVICE, classify, makes_data_key_pair
from billing.tag_history import meter_tags
from billing.totals import UsageKey, add_usage
from kmsportal.core.record import KeyTransition, KeyUse, LedgerEvent

_DELETED = "Deleted"
_SERVICE_EVENT = "AwsServiceEvent"
_ROTATION = "kms:RotateKey"
_NO_KEY = KeyUse(arn="", account_id="", spec="", manager="")

_TABLES = (UsageHour, UsageDay, UsageMonth, KeyInterval, KeyRotation, KeyTagInterval)


class _Record(msgspec.Struct, rename="camel"):
    event_type: str
    request_parameters: msgspec.Raw = msgspec.Raw(b"null")


class _PairParameters(msgspec.Struct, rename="camel"):
    key_pair_spec: str = ""


class UsageProjection:
    """The meter: a projection of the ledger and of nothing else.

    The events of one chain come in its order, each exactly once, inside a transaction
    of the projector that also moves its watermark.
    """

    name = "usage"

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Add ``events`` to what was metered before."""
        enter_meter()
        usage: Counter[UsageKey] = Counter()
        for event in events:
            record = msgspec.json.decode(event.record, type=_Record)
            if record.event_type == _SERVICE_EVENT:
                _meter_rotation(event)
            elif event.account_id and not event.is_unproven:
                usage[_usage_key(event, record)] += 1
            _meter_key_states(event)
            meter_tags(event)
        add_usage(usage)
        mark_late_months(_touched_days(usage, events))

    def clear(self) -> None:
        """Forget everything metered, for a rebuild from the ledger's beginning."""
        for table in _TABLES:
            table.objects.all().delete()


def _usage_key(event: LedgerEvent, record: _Record) -> UsageKey:
    key = _metered_key(event)
    return UsageKey(
        account_id=event.account_id,
        hour=hour_of(event.time),
        region=event.region,
        key_arn=key.arn,
        key_owner=key.account_id,
        key_spec=key.spec,
        key_manager=key.manager,
        operation=event.operation,
        request_class=_request_class(event, key, record),
        principal=event.principal,
        is_billable=_is_kms(event) and event.error is None,
    )


def _touched_days(
    usage: Counter[UsageKey], events: Sequence[LedgerEvent]
) -> dict[str, int]:
    """Return the earliest day in which something was metered, by account."""
    days: dict[str, int] = {}
    for key in usage:
        _note(days, key.account_id, day_of(key.hour))
    for event in events:
        for change in event.transitions:
            since = event.time if change.since is None else change.since
            _note(days, change.account_id, day_of(hour_of(since)))
        if event.operation == _ROTATION:
            _note(days, event.account_id, day_of(hour_of(event.time)))
    return days


def _note(days: dict[str, int], account_id: str, day: int) -> None:
    days[account_id] = min(day, days.get(account_id, day))


def _metered_key(event: LedgerEvent) -> KeyUse:
    # A refused caller may name keys that never were, as many as she likes.
    if event.error is not None or not event.keys:
        return _NO_KEY
    # ReEncrypt names two keys and is one API call: it is metered on the first.
    return event.keys[0]


def _is_kms(event: LedgerEvent) -> bool:
    return event.operation.startswith(BILLABLE_SERVICE)


def _request_class(event: LedgerEvent, key: KeyUse, record: _Record) -> str:
    if not _is_kms(event):
        return ""
    pair_spec = _pair_spec(event, record)
    return classify(event.operation, key_spec=key.spec, pair_spec=pair_spec).value


def _pair_spec(event: LedgerEvent, record: _Record) -> str:
    # What a refused call asked for may be anything, and prices nothing.
    if event.error is not None or not makes_data_key_pair(event.operation):
        return ""
    parameters = msgspec.json.decode(record.request_parameters, type=_PairParameters)
    return parameters.key_pair_spec


def _meter_rotation(event: LedgerEvent) -> None:
    if event.operation != _ROTATION or event.error is not None:
        return
    KeyRotation.objects.bulk_create(
        KeyRotation(account_id=key.account_id, key_arn=key.arn, time=event.time)
        for key in event.keys
    )


def _meter_key_states(event: LedgerEvent) -> None:
    if event.error is None:
        for transition in event.transitions:
            _enter_state(transition, time=event.time)


def _enter_state(transition: KeyTransition, *, time: int) -> None:
    spans = KeyInterval.objects.in_account(transition.account_id).filter(
        key_arn=transition.arn
    )
    begins = _beginning(transition, spans, time=time)
    spans.filter(Q(ends=None) | Q(ends__gt=begins)).update(ends=begins)
    if transition.state != _DELETED:
        KeyInterval.objects.create(
            account_id=transition.account_id,
            key_arn=transition.arn,
            state=transition.state,
            manager=transition.manager,
            begins=begins,
        )


def _beginning(
    transition: KeyTransition, spans: KeyIntervalQuerySet, *, time: int
) -> int:
    """Return when the state is taken to begin, having dropped what it replaces."""
    if transition.since is not None:
        spans.filter(begins__gte=transition.since).delete()
        return transition.since
    # The clocks of two hosts may differ; the ledger's order of a key's states holds.
    latest = spans.aggregate(latest=Max("begins"))["latest"]
    return time if latest is None else max(time, latest)
