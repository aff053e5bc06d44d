"""Prices a month of metered keys and calls with one book, exactly."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from billing.key_time import Slices
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


class KeyTime(NamedTuple):
    """A key's chargeable hours, and what is left of them after each rotation."""

    account_id: str
    key_arn: str
    manager: str
    hours: tuple[HourRange, ...]
    after_rotations: tuple[tuple[HourRange, ...], ...] = ()


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity and its exact cost, before any rounding."""

    sku: str
    unit: Unit
    quantity: int
    exact: Fraction
    day: int | None = None
    key_arn: str = ""
    key_owner: str = ""
    operation: str = ""
    request_class: str = ""
    free: int = 0
    waiver: Waiver | None = None
    paid_by: str = ""


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
    book: PriceBook, month: Month, keys: Iterable[KeyTime], *, slicing: Slicing
) -> list[Charge]:
    """Price the hours of keys and of their rotations, cut by ``slicing``."""
    return [charge for key in keys for charge in _price_key(book, month, key, slicing)]


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
    counts = [row.calls for row in rows]
    # AWS does not say which calls are the free ones; pro rata, no row's share depends
    # on the order in which the calls came.
    shares = allocate(min(price.free_per_month, sum(counts)), weights=counts)
    for row, free in zip(rows, shares, strict=True):
        exact = price.unit_price * (row.calls - free)
        yield replace(_request_charge(row, sku=price.sku), exact=exact, free=free)


def _request_charge(row: Usage, *, sku: str) -> Charge:
    return Charge(
        sku=sku,
        unit=Unit.REQUESTS,
        quantity=row.calls,
        exact=Fraction(0),
        day=row.day,
        key_arn=row.key_arn,
        key_owner=row.key_owner,
        operation=row.operation,
        request_class=row.request_class,
    )


def _price_key(
    book: PriceBook, month: Month, key: KeyTime, slicing: Slicing
) -> Iterator[Charge]:
    price = book.key_month
    rate = _Rate(price.sku, Unit.KEY_HOURS, Fraction(price.price) / month.hours)
    yield from _hour_charges(book, key, slicing(key.hours), rate)
    if (surcharge := book.key_rotation) is None:
        return
    per_hour = Fraction(surcharge.price) / month.hours
    rate = _Rate(surcharge.sku, Unit.ROTATION_HOURS, per_hour)
    for hours in key.after_rotations[: surcharge.charged_rotations]:
        yield from _hour_charges(book, key, slicing(hours), rate)


def _hour_charges(
    book: PriceBook, key: KeyTime, slices: Slices, rate: _Rate
) -> Iterator[Charge]:
    is_free = key.manager == _MANAGED_BY_AWS and not book.rules.charges_aws_managed_keys
    for day, hours in slices.items():
        if hours:
            yield Charge(
                sku=rate.sku,
                unit=rate.unit,
                quantity=hours,
                exact=Fraction(0) if is_free else rate.per_hour * hours,
                day=day,
                key_arn=key.key_arn,
                key_owner=key.account_id,
                waiver=Waiver.AWS_MANAGED_KEY if is_free else None,
            )
