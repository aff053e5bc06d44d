"""Reads what was metered for one account in the shape that pricing takes."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import BigIntegerField, F, Q, Sum, Value
from django.db.models.expressions import Combinable

from billing.key_time import (
    StateSpan,
    chargeable_hours,
    count_hours,
    count_hours_by_day,
    hours_from,
)
from billing.models import KeyInterval, KeyRotation, UsageHour, UsageHourQuerySet
from billing.months import HOURS_PER_DAY, MICROSECONDS_PER_HOUR, HourRange, Month
from billing.prices import PriceBook
from billing.pricing import KeyTime, Slicing, Usage
from billing.request_classes import BILLABLE_SERVICE


class Resolution(NamedTuple):
    """How finely a month is cut: how hours are counted, and the day of a usage row."""

    slicing: Slicing
    day: Combinable


MONTHLY = Resolution(count_hours, Value(None, output_field=BigIntegerField()))
DAILY = Resolution(count_hours_by_day, F("hour") / HOURS_PER_DAY)


def own_usage(
    account_id: str, month: Month, *, book: PriceBook, resolution: Resolution
) -> list[Usage]:
    """Return the calls that the account pays for."""
    rows = UsageHour.objects.in_account(account_id, month.span)
    return _usage(rows.filter(_charged(book)), resolution)


def strangers_usage(
    account_id: str, month: Month, *, book: PriceBook, resolution: Resolution
) -> list[Usage]:
    """Return other accounts' paid calls on the keys of the account."""
    rows = UsageHour.objects.by_strangers(account_id, month.span)
    return _usage(rows.filter(_charged(book)), resolution)


def key_times(
    account_id: str, month: Month, *, book: PriceBook, until: int
) -> list[KeyTime]:
    """Return the chargeable time of every key, up to and including ``until``.

    ``until`` is an instant in microseconds since the epoch.
    """
    rotations = _rotations(account_id, month)
    intervals = _intervals(account_id, month.span)
    return [
        _key_time(list(spans), book, month, until, rotations[arn])
        for arn, spans in groupby(intervals, key=attrgetter("key_arn"))
    ]


def _charged(book: PriceBook) -> Q:
    if book.rules.charges_failed_calls:
        return Q(operation__startswith=BILLABLE_SERVICE)
    return Q(is_billable=True)


def _usage(rows: UsageHourQuerySet, resolution: Resolution) -> list[Usage]:
    dimensions = (
        "account_id",
        "key_arn",
        "key_owner",
        "key_manager",
        "operation",
        "request_class",
    )
    counted = (
        rows.annotate(day=resolution.day)
        .values(*dimensions, "day")
        .annotate(calls=Sum("count"))
        .order_by(*dimensions, "day")
    )
    return [Usage(*row) for row in counted.values_list(*dimensions, "day", "calls")]


def _intervals(account_id: str, span: HourRange) -> Iterable[KeyInterval]:
    begins = span.begins * MICROSECONDS_PER_HOUR
    ends = span.ends * MICROSECONDS_PER_HOUR
    return (
        KeyInterval.objects.in_account(account_id)
        .filter(Q(ends=None) | Q(ends__gt=begins), begins__lt=ends)
        .order_by("key_arn", "begins")
        .iterator()
    )


def _rotations(account_id: str, month: Month) -> dict[str, list[int]]:
    ends = month.span.ends * MICROSECONDS_PER_HOUR
    rotations: dict[str, list[int]] = defaultdict(list)
    rows = KeyRotation.objects.in_account(account_id).filter(time__lt=ends)
    for arn, time in rows.order_by("time").values_list("key_arn", "time"):
        rotations[arn].append(time)
    return rotations


def _key_time(
    spans: list[KeyInterval],
    book: PriceBook,
    month: Month,
    until: int,
    rotations: list[int],
) -> KeyTime:
    hours = chargeable_hours(
        (StateSpan(span.state, span.begins, span.ends) for span in spans),
        states=book.rules.charged_key_states,
        within=month.span,
        until=until,
    )
    return KeyTime(
        account_id=spans[-1].account_id,
        key_arn=spans[-1].key_arn,
        manager=spans[-1].manager,
        hours=hours,
        after_rotations=tuple(hours_from(hours, time) for time in rotations),
    )
