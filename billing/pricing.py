"""Prices the keys of a month, or of a part of it, exactly."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from billing.charges import Charge, KeyHistory, Unit, Waiver
from billing.key_time import (
    Slices,
    chargeable_hours,
    count_hours,
    count_hours_by_day,
    hours_from,
)
from billing.months import HourRange, Month
from billing.prices import PriceBook

Slicing = Callable[[Iterable[HourRange]], Slices]
TagSplit = Callable[
    [str, Sequence[HourRange]], Iterable[tuple[str | None, Sequence[HourRange]]]
]

_MANAGED_BY_AWS = "AWS"


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
    split: TagSplit | None = None


class _Rate(NamedTuple):
    sku: str
    unit: Unit
    per_hour: Fraction


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


def price_key_totals(
    period: Period, keys: Iterable[KeyHistory], *, by_day: bool
) -> list[Charge]:
    """Price the same hours as ``price_keys``, with all keys of a Region in one charge.

    The sums are equal: hours are whole numbers.
    """
    rates = _rates(period.book, period.month)
    changes: dict[tuple[int, str, str, str], Counter[int]] = defaultdict(Counter)
    for key in keys:
        region = key.key_arn.split(":")[3]
        for number, hours in zip(range(len(rates)), _hours(period, key), strict=False):
            change = changes[number, key.account_id, region, key.manager]
            for begins, ends in hours:
                change[begins] += 1
                change[ends] -= 1
    return [
        charge
        for (number, account_id, region, manager), change in changes.items()
        for charge in _total_charges(
            period,
            KeyHistory(account_id, f":::{region}", manager, ()),
            _count(change, by_day=by_day),
            rates[number],
        )
    ]


def _total_charges(
    period: Period, keys: KeyHistory, slices: Slices, rate: _Rate
) -> Iterator[Charge]:
    for charge in _hour_charges(period, keys, slices, rate, None):
        yield replace(charge, key_arn="")


def _count(change: Counter[int], *, by_day: bool) -> Slices:
    """Count the hours of all keys, from how many more there are from each hour on."""
    count = count_hours_by_day if by_day else count_hours
    slices: Counter[int | None] = Counter()
    there = 0
    for begins, ends in pairwise(sorted(change)):
        there += change[begins]
        for day, hours in count([HourRange(begins, ends)]).items():
            slices[day] += there * hours
    return slices


def _as_one(
    _arn: str, hours: Sequence[HourRange]
) -> Iterable[tuple[str | None, Sequence[HourRange]]]:
    return ((None, hours),)


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
