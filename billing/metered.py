"""Reads what was metered for one account in the shape that pricing takes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
from django.db.models import F, Q, QuerySet, Sum

from billing.charges import KeyHistory, Usage
from billing.key_time import StateSpan
from billing.models import (
    KeyInterval,
    KeyRotation,
    LedgerCount,
    UsageDay,
    UsageHour,
    UsageMonth,
)
from billing.months import (
    HOURS_PER_DAY,
    MICROSECONDS_PER_HOUR,
    HourRange,
    Month,
    day_of,
)
from billing.request_classes import BILLABLE_SERVICE

_ALWAYS = ("key_owner", "key_manager", "operation", "request_class", "region")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose calls, of which hours, and what they are to be told apart by."""

    account_id: str
    month: Month
    hours: HourRange
    by_key: bool = True
    by_day: bool = False
    by_principal: bool = False
    by_hour: bool = False
    key_arn: str | None = None
    failed_too: bool = False

    @property
    def dimensions(self) -> tuple[str, ...]:
        chosen = {
            "key_arn": self.by_key,
            "principal": self.by_principal,
            "day": self.by_day,
            "hour": self.by_hour,
        }
        return (
            "account_id",
            *_ALWAYS,
            *(name for name, is_on in chosen.items() if is_on),
        )


class Row(NamedTuple):
    """A row of usage and, where it was asked for, its clock hour."""

    usage: Usage
    hour: int | None


def own_usage(asked: Asked) -> list[Usage]:
    """Return the calls that the account pays for."""
    return [row.usage for row in own_rows(asked)]


def own_rows(asked: Asked) -> list[Row]:
    """Return the calls that the account pays for, with their hours if asked."""
    return _read(asked, "in_account")


def strangers_usage(asked: Asked) -> list[Usage]:
    """Return other accounts' paid calls on the keys of the account."""
    return [row.usage for row in _read(asked, "by_strangers")]


def count_metered(account_id: str, month: Month, *, failed_too: bool) -> int:
    """Count the calls of a month that were metered by the hour."""
    rows = UsageHour.objects.in_account(account_id, month.span)
    counted: int | None = rows.filter(_charged(failed_too)).aggregate(n=Sum("count"))[
        "n"
    ]
    return counted or 0


def count_in_ledger(account_id: str, month: Month, *, failed_too: bool) -> int:
    """Count the calls of a month that the ledger holds, as counted apart."""
    row = LedgerCount.objects.in_account(account_id, month.ordinal).first()
    if row is None:
        return 0
    return row.succeeded + (row.failed if failed_too else 0)


def key_histories(
    account_id: str, month: Month, *, key_arn: str | None = None
) -> list[KeyHistory]:
    """Return what became of every key that was there at some time of the month."""
    rotations = _rotations(account_id, month)
    return [
        KeyHistory(
            account_id=account_id,
            key_arn=arn,
            manager=rows[-1][1],
            spans=[StateSpan(*row[2:]) for row in rows],
            rotations=rotations.get(arn, ()),
        )
        for arn, rows in _intervals(account_id, month.span, key_arn)
    ]


def _charged(failed_too: bool) -> Q:  # noqa: FBT001 - a filter's one choice
    if failed_too:
        return Q(operation__startswith=BILLABLE_SERVICE)
    return Q(is_billable=True)


def _read(asked: Asked, whose: str) -> list[Row]:
    rows = _rows(asked, whose).filter(_charged(asked.failed_too))
    if asked.key_arn is not None:
        rows = rows.filter(key_arn=asked.key_arn)
    names = asked.dimensions
    counted = rows.values(*names).annotate(calls=Sum("count")).values(*names, "calls")
    # Databases collate differently; a free tier must be shared alike on all of them.
    return sorted(_row(row) for row in counted)


def _rows(asked: Asked, whose: str) -> "QuerySet[Any]":
    """Choose the smallest table that tells what is asked."""
    first, last = day_of(asked.hours.begins), day_of(asked.hours.ends - 1)
    is_of_days = not any(hour % HOURS_PER_DAY for hour in asked.hours)
    needs_key = asked.by_key or asked.key_arn is not None
    rows: QuerySet[Any]
    if is_of_days and not needs_key and not asked.by_hour:
        rows = getattr(UsageDay.objects, whose)(asked.account_id, first, last)
        return rows
    is_fine = asked.by_hour or asked.by_principal or asked.by_day
    if asked.hours == asked.month.span and not is_fine:
        read = getattr(UsageMonth.objects, whose)
        rows = read(asked.account_id, asked.month.ordinal)
        return rows
    rows = getattr(UsageHour.objects, whose)(asked.account_id, asked.hours)
    return rows.annotate(day=F("hour") / HOURS_PER_DAY) if asked.by_day else rows


def _row(row: dict[str, Any]) -> Row:
    usage = Usage(
        caller=row["account_id"],
        key_arn=row.get("key_arn", ""),
        key_owner=row["key_owner"],
        key_manager=row["key_manager"],
        operation=row["operation"],
        request_class=row["request_class"],
        day=row.get("day"),
        calls=row["calls"],
        region=row["region"],
        principal=row.get("principal", ""),
    )
    return Row(usage, row.get("hour"))


def _intervals(
    account_id: str, span: HourRange, key_arn: str | None
) -> Iterator[tuple[str, Sequence[tuple[Any, ...]]]]:
    begins = span.begins * MICROSECONDS_PER_HOUR
    ends = span.ends * MICROSECONDS_PER_HOUR
    rows = KeyInterval.objects.in_account(account_id).filter(
        Q(ends=None) | Q(ends__gt=begins), begins__lt=ends
    )
    if key_arn is not None:
        rows = rows.filter(key_arn=key_arn)
    columns = rows.order_by("key_arn", "begins", "id").values_list(
        "key_arn", "manager", "state", "begins", "ends"
    )
    for arn, group in groupby(columns, key=itemgetter(0)):
        yield arn, list(group)


def _rotations(account_id: str, month: Month) -> dict[str, list[int]]:
    ends = month.span.ends * MICROSECONDS_PER_HOUR
    rotations: dict[str, list[int]] = defaultdict(list)
    rows: Iterable[tuple[str, int]] = (
        KeyRotation.objects.in_account(account_id)
        .filter(time__lt=ends)
        .order_by("time", "id")
        .values_list("key_arn", "time")
    )
    for arn, time in rows:
        rotations[arn].append(time)
    return rotations
