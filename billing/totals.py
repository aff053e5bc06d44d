"""Adds counted calls to the usage tables: by hour, by day and by month."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

from billing.months import day_of, month_of


class UsageKey(NamedTuple):
    """What calls of one hour are counted apart by."""

    account_id: str
    hour: int
    region: str
    key_arn: str
    key_owner: str
    key_spec: str
    key_manager: str
    operation: str
    request_class: str
    principal: str
    is_billable: bool


_Row = tuple[Any, ...]


class _Table(NamedTuple):
    name: str
    columns: Sequence[str]
    unique: Sequence[str]


_HOURS = _Table(
    "billing_usagehour",
    UsageKey._fields,
    (
        "account_id",
        "hour",
        "region",
        "key_arn",
        "operation",
        "request_class",
        "principal",
        "is_billable",
    ),
)
_DAY_COLUMNS = (
    "account_id",
    "day",
    "region",
    "key_owner",
    "key_manager",
    "operation",
    "request_class",
    "principal",
    "is_billable",
)
_DAYS = _Table("billing_usageday", _DAY_COLUMNS, _DAY_COLUMNS)
_MONTHS = _Table(
    "billing_usagemonth",
    (
        "account_id",
        "month",
        "region",
        "key_arn",
        "key_owner",
        "key_manager",
        "operation",
        "request_class",
        "is_billable",
    ),
    (
        "account_id",
        "month",
        "key_arn",
        "region",
        "operation",
        "request_class",
        "is_billable",
    ),
)
_LEDGER = _Table(
    "billing_ledgercount", ("account_id", "month"), ("account_id", "month")
)


def add_usage(usage: Counter[UsageKey]) -> None:
    """Add to the hours and to what is added up of them, in one transaction."""
    if not usage:
        return
    _add(_HOURS, {tuple(key): (count,) for key, count in usage.items()})
    _add(_DAYS, _added_up(usage, _day_row))
    _add(_MONTHS, _added_up(usage, _month_row))


def add_ledger_counts(counts: Mapping[_Row, tuple[int, int]]) -> None:
    """Add succeeded and failed calls by (account, month)."""
    _add(_LEDGER, counts, counters=("succeeded", "failed"))


def _day_row(key: UsageKey) -> _Row:
    return (
        key.account_id,
        day_of(key.hour),
        key.region,
        key.key_owner,
        key.key_manager,
        key.operation,
        key.request_class,
        key.principal,
        key.is_billable,
    )


def _month_row(key: UsageKey) -> _Row:
    return (
        key.account_id,
        month_of(day_of(key.hour)),
        key.region,
        key.key_arn,
        key.key_owner,
        key.key_manager,
        key.operation,
        key.request_class,
        key.is_billable,
    )


def _added_up(
    usage: Counter[UsageKey], row_of: Callable[[UsageKey], _Row]
) -> dict[_Row, tuple[int]]:
    rows: Counter[_Row] = Counter()
    for key, count in usage.items():
        rows[row_of(key)] += count
    return {row: (count,) for row, count in rows.items()}


def _add(
    table: _Table,
    rows: Mapping[_Row, Iterable[int]],
    *,
    counters: Sequence[str] = ("count",),
) -> None:
    # One order for all: two projectors that add to the same rows cannot deadlock.
    values = [(*row, *counts) for row, counts in sorted(rows.items())]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(_upsert(table, counters), values)


def _upsert(table: _Table, counters: Sequence[str]) -> str:
    # The ORM's bulk upsert can replace a count but not add to it.
    columns = (*table.columns, *counters)
    sums = ", ".join(
        f"{name} = {table.name}.{name} + excluded.{name}" for name in counters
    )
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)})"  # noqa: S608 - constants
        f" VALUES ({', '.join(['%s'] * len(columns))})"
        f" ON CONFLICT ({', '.join(table.unique)}) DO UPDATE SET {sums}"
    )
