"""Prices a month of metered keys and calls with one book, exactly."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from billing.key_time import Slices, StateSpan, chargeable_hours, hours_from
from billing.money import allocate
from billing.months import HourRange, Month
from billing.prices import PriceBook, RequestPrice

Slicing = Callable[[Iterable[HourRange]], Slices]

_MANAGED_BY_AWS = "AWS"


class Unit(Enum):
    """What a quantity counts."""

    KEY_HOURS = "Key-Hours"
    ROTATION_HOURS = "Rotation-Hours"
    REQUESTS = "Requests"


class Waiver(Enum):
    """Why a charge costs nothing."""

    AWS_MANAGED_KEY = "AWS_MANAGED_KEY"
    PAID_BY_CALLER = "PAID_BY_CALLER"
    UNPRICED = "UNPRICED"


class Usage(NamedTuple):
    """Calls of one kind; ``day`` is None where the reader did not split by day."""

    caller: str
    key_arn: str
    key_owner: str
    key_manager: str
    operation: str
    request_class: str
    day: int | None
    calls: int


class KeyHistory(NamedTuple):
    """The states a key was in and its rotations (microseconds since the epoch)."""

    account_id: str
    key_arn: str
    manager: str
    spans: Sequence[StateSpan]
    rotations: Sequence[int] = ()


class Period(NamedTuple):
    """A month at a book's prices, up to and including ``until`` (microseconds)."""

    book: PriceBook
    month: Month
    until: int


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity, and how much of it is charged at ``rate`` for one."""

    sku: str
    unit: Unit
    quantity: int
    charged: int = 0
    rate: Fraction = Fraction(0)
    day: int | None = None
    key_arn: str = ""
    key_owner: str = ""
    operation: str = ""
    request_class: str = ""
    free: int = 0
    waiver: Waiver | None = None
    paid_by: str = ""

    @property
    def cost(self) -> Fraction:
        """The exact cost, before any rounding."""
        return self.rate * self.charged


class _Rate(NamedTuple):
    sku: str
    unit: Unit
    per_hour: Fraction


def price_requests(book: PriceBook, usage: Iterable[Usage]) -> list[Charge]:
    """Price an account's own calls, in the order given within each item."""
    by_item: dict[RequestPrice | None, list[Usage]] = defaultdict(list)
    for row in usage:
        by_item[book.request_price(row.request_class)].append(row)
    return [
        charge
        for price, rows in by_item.items()
        for charge in _price_item(book, price, rows)
    ]


def waive_requests(usage: Iterable[Usage]) -> list[Charge]:
    """List other accounts' calls on one's keys: they pay, the owner sees."""
    return [
        replace(
            _request_charge(row, sku=""),
            waiver=Waiver.PAID_BY_CALLER,
            paid_by=row.caller,
        )
        for row in usage
    ]


def price_keys(
    period: Period, keys: Iterable[KeyHistory], *, slicing: Slicing
) -> list[Charge]:
    """Price the hours of keys and of their rotations, cut by ``slicing``."""
    rates = _rates(period.book, period.month)
    return [
        charge
        for key in keys
        for rate, hours in zip(rates, _hours(period, key), strict=False)
        for charge in _hour_charges(period.book, key, slicing(hours), rate)
    ]


def _price_item(
    book: PriceBook, price: RequestPrice | None, rows: Sequence[Usage]
) -> Iterator[Charge]:
    if price is None:
        yield from _waive(rows, sku="", waiver=Waiver.UNPRICED)
        return
    waived = [row for row in rows if _is_waived(book, row)]
    yield from _waive(waived, sku=price.sku, waiver=Waiver.AWS_MANAGED_KEY)
    yield from _price_charged(price, [row for row in rows if not _is_waived(book, row)])


def _is_waived(book: PriceBook, row: Usage) -> bool:
    is_aws_managed = row.key_manager == _MANAGED_BY_AWS
    return is_aws_managed and not book.rules.charges_calls_on_aws_managed_keys


def _waive(rows: Iterable[Usage], *, sku: str, waiver: Waiver) -> Iterator[Charge]:
    for row in rows:
        yield replace(_request_charge(row, sku=sku), waiver=waiver)


def _price_charged(price: RequestPrice, rows: Sequence[Usage]) -> Iterator[Charge]:
    counts, rate = [row.calls for row in rows], price.unit_price
    # AWS does not say which calls are the free ones; pro rata, no row's share depends
    # on the order in which the calls came.
    shares = allocate(min(price.free_per_month, sum(counts)), weights=counts)
    for row, free in zip(rows, shares, strict=True):
        charge = _request_charge(row, sku=price.sku)
        yield replace(charge, charged=row.calls - free, rate=rate, free=free)


def _request_charge(row: Usage, *, sku: str) -> Charge:
    return Charge(
        sku=sku,
        unit=Unit.REQUESTS,
        quantity=row.calls,
        day=row.day,
        key_arn=row.key_arn,
        key_owner=row.key_owner,
        operation=row.operation,
        request_class=row.request_class,
    )


def _rates(book: PriceBook, month: Month) -> list[_Rate]:
    """Return what an hour of a key costs, then what each charged rotation adds."""
    key, rotation = book.key_month, book.key_rotation
    rates = [_Rate(key.sku, Unit.KEY_HOURS, Fraction(key.price) / month.hours)]
    if rotation is not None:
        per_hour = Fraction(rotation.price) / month.hours
        surcharge = _Rate(rotation.sku, Unit.ROTATION_HOURS, per_hour)
        rates += [surcharge] * rotation.charged_rotations
    return rates


def _hours(period: Period, key: KeyHistory) -> Iterator[tuple[HourRange, ...]]:
    """Yield a key's chargeable hours, then those that follow each rotation."""
    hours = chargeable_hours(
        key.spans,
        states=period.book.rules.charged_key_states,
        within=period.month.span,
        until=period.until,
    )
    yield hours
    for time in key.rotations:
        yield hours_from(hours, time)


def _hour_charges(
    book: PriceBook, key: KeyHistory, slices: Slices, rate: _Rate
) -> Iterator[Charge]:
    is_free = key.manager == _MANAGED_BY_AWS and not book.rules.charges_aws_managed_keys
    for day, hours in slices.items():
        if hours:
            yield Charge(
                sku=rate.sku,
                unit=rate.unit,
                quantity=hours,
                charged=0 if is_free else hours,
                rate=rate.per_hour,
                day=day,
                key_arn=key.key_arn,
                key_owner=key.account_id,
                waiver=Waiver.AWS_MANAGED_KEY if is_free else None,
            )
