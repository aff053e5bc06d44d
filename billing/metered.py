"""Reads what was metered for one account in the shape that pricing takes."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, Protocol

from django.db.models import BigIntegerField, F, Q, Sum, Value
from django.db.models.expressions import Combinable

from billing.key_time import StateSpan, count_hours, count_hours_by_day
from billing.models import KeyInterval, KeyRotation, UsageHour, UsageHourQuerySet
from billing.months import HOURS_PER_DAY, MICROSECONDS_PER_HOUR, HourRange, Month
from billing.prices import PriceBook
from billing.pricing import KeyHistory, Slicing, Usage
from billing.request_classes import BILLABLE_SERVICE


class Resolution(NamedTuple):
    """How finely a month is cut: how hours are counted, and the day of a usage row."""

    slicing: Slicing
    day: Combinable


class UsageReader(Protocol):
    """Reads the calls of one account's month that a book charges to somebody."""

    def __call__(
        self, account_id: str, month: Month, *, book: PriceBook, resolution: Resolution
    ) -> list[Usage]: ...


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


def key_histories(account_id: str, month: Month) -> list[KeyHistory]:
    """Return what became of every key that was there at some time of the month."""
    rotations = _rotations(account_id, month)
    intervals = _intervals(account_id, month.span)
    return [
        _key_history(list(spans), rotations[arn])
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
        .values_list(*dimensions, "day", "calls")
    )
    # Databases collate differently; a free tier must be shared alike on all of them.
    return sorted(Usage(*row) for row in counted)


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


def _key_history(intervals: list[KeyInterval], rotations: list[int]) -> KeyHistory:
    last = intervals[-1]
    return KeyHistory(
        account_id=last.account_id,
        key_arn=last.key_arn,
        manager=last.manager,
        spans=[StateSpan(span.state, span.begins, span.ends) for span in intervals],
        rotations=rotations,
    )
