"""Prices a month of metered keys and calls with one book, exactly."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

import msgspec

from billing.key_time import Slices, StateSpan, chargeable_hours, hours_from
from billing.money import allocate
from billing.months import HourRange, Month
from billing.prices import PriceBook, RequestPrice

Slicing = Callable[[Iterable[HourRange]], Slices]
TagSplit = Callable[
    [str, Sequence[HourRange]], Iterable[tuple[str | None, Sequence[HourRange]]]
]

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
    region: str = ""
    principal: str = ""
    tag: str | None = None


class KeyHistory(NamedTuple):
    """The states a key was in and its rotations (microseconds since the epoch)."""

    account_id: str
    key_arn: str
    manager: str
    spans: Sequence[StateSpan]
    rotations: Sequence[int] = ()


class Period(NamedTuple):
    """A month at a book's prices, up to and including ``until`` (microseconds).

    ``within`` is the part of the month in which the book is in force, all of it by
    default, and ``part`` the number that charges carry of it. ``split`` says what
    value of a tag each of a key's hours belongs to.
    """

    book: PriceBook
    month: Month
    until: int
    within: HourRange | None = None
    part: int = 0
    split: "TagSplit | None" = None


class RequestPart(NamedTuple):
    """The calls of that part of a month in which one book was in force."""

    book: PriceBook
    hours: int
    usage: Sequence[Usage]


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
    account_id: str = ""
    region: str = ""
    principal: str = ""
    tag: str | None = None
    part: int = 0

    @property
    def cost(self) -> Fraction:
        """The exact cost, before any rounding."""
        return self.rate * self.charged


class _Rate(NamedTuple):
    sku: str
    unit: Unit
    per_hour: Fraction


def price_requests(book: PriceBook, usage: Iterable[Usage]) -> list[Charge]:
    """Price an account's own calls of a month with one book, in the order given."""
    return price_request_parts([RequestPart(book, 1, list(usage))])


def price_request_parts(parts: Sequence[RequestPart]) -> list[Charge]:
    """Price an account's own calls of a month whose book changes.

    What is free in a month is one allowance: the books' own, weighted by their hours.
    """
    rows = [
        _PricedUsage(number, row, tariff[row.request_class])
        for number, (tariff, part) in enumerate(zip(map(_Tariff, parts), parts, strict=True))
        for row in part.usage
    ]
    free = _free_calls(parts, rows)
    return [_request_charge(row, free.get(n, 0)) for n, row in enumerate(rows)]


def waive_requests(usage: Iterable[Usage], *, owner: str = "") -> list[Charge]:
    """List other accounts' calls on one's keys: they pay, the owner sees."""
    return [
        Charge(
            sku="",
            waiver=Waiver.PAID_BY_CALLER,
            paid_by=row.caller,
            account_id=owner,
            **_of_usage(row),
        )
        for row in usage
    ]


def price_keys(
    period: Period, keys: Iterable[KeyHistory], *, slicing: Slicing
) -> list[Charge]:
    """Price the hours of keys and of their rotations, cut by ``slicing``."""
    rates = _rates(period.book, period.month)
    split = period.split or _as_one
    return [
        charge
        for key in keys
        for rate, hours in zip(rates, _hours(period, key), strict=False)
        for tag, tagged in split(key.key_arn, hours)
        for charge in _hour_charges(period, key, slicing(tagged), rate, tag)
    ]


def _as_one(
    _arn: str, hours: Sequence[HourRange]
) -> Iterable[tuple[str | None, Sequence[HourRange]]]:
    return ((None, hours),)


class _Tariff:
    """What a call of each class costs in one part of a month, worked out once."""

    def __init__(self, part: RequestPart) -> None:
        self._book = part.book
        self._known: dict[str, _Price] = {}

    def __getitem__(self, request_class: str) -> "_Price":
        found = self._known.get(request_class)
        if found is None:
            item = self._book.request_price(request_class)
            rate = item.unit_price if item else Fraction(0)
            charges_aws = self._book.rules.charges_calls_on_aws_managed_keys
            found = self._known[request_class] = _Price(item, rate, charges_aws)
        return found


class _Price(NamedTuple):
    item: RequestPrice | None
    rate: Fraction
    charges_calls_on_aws_managed_keys: bool

    def waiver(self, row: Usage) -> Waiver | None:
        if self.item is None:
            return Waiver.UNPRICED
        is_free = row.key_manager == _MANAGED_BY_AWS
        if is_free and not self.charges_calls_on_aws_managed_keys:
            return Waiver.AWS_MANAGED_KEY
        return None


class _PricedUsage(NamedTuple):
    part: int
    usage: Usage
    price: _Price


def _free_calls(
    parts: Sequence[RequestPart], rows: Sequence[_PricedUsage]
) -> dict[int, int]:
    """Return how many calls of each row, by its number, are free."""
    eligible: dict[str, list[int]] = defaultdict(list)
    for number, (_, usage, price) in enumerate(rows):
        item = price.item
        if item and item.free_per_month and price.waiver(usage) is None:
            eligible[item.sku].append(number)
    free: dict[int, int] = {}
    for sku, numbers in eligible.items():
        counts = [rows[number].usage.calls for number in numbers]
        # AWS does not say which calls are the free ones; pro rata, no row's share
        # depends on the order in which the calls came.
        whole = min(_allowance(parts, sku), sum(counts))
        free |= zip(numbers, allocate(whole, weights=counts), strict=True)
    return free


def _allowance(parts: Sequence[RequestPart], sku: str) -> int:
    weighted = sum(
        price.free_per_month * part.hours
        for part in parts
        for price in part.book.requests
        if price.sku == sku
    )
    return weighted // sum(part.hours for part in parts)


def _request_charge(row: _PricedUsage, free: int) -> Charge:
    waiver = row.price.waiver(row.usage)
    item = row.price.item
    return Charge(
        sku=item.sku if item else "",
        charged=0 if waiver else row.usage.calls - free,
        rate=Fraction(0) if waiver else row.price.rate,
        free=free,
        waiver=waiver,
        account_id=row.usage.caller,
        part=row.part,
        **_of_usage(row.usage),
    )


def _of_usage(row: Usage) -> dict[str, Any]:
    return {
        "unit": Unit.REQUESTS,
        "quantity": row.calls,
        "day": row.day,
        "key_arn": row.key_arn,
        "key_owner": row.key_owner,
        "operation": row.operation,
        "request_class": row.request_class,
        "region": row.region,
        "principal": row.principal,
        "tag": row.tag,
    }


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
        within=period.within or period.month.span,
        until=period.until,
    )
    yield hours
    for time in key.rotations:
        yield hours_from(hours, time)


def _hour_charges(
    period: Period, key: KeyHistory, slices: Slices, rate: _Rate, tag: str | None
) -> Iterator[Charge]:
    rules = period.book.rules
    is_free = key.manager == _MANAGED_BY_AWS and not rules.charges_aws_managed_keys
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
                account_id=key.account_id,
                region=key.key_arn.split(":")[3],
                tag=tag,
                part=period.part,
            )
