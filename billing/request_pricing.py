"""Prices the calls of a month, or of the parts that different books price, exactly."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from billing.charges import Charge, Unit, Usage, Waiver
from billing.money import allocate
from billing.prices import PriceBook, RequestPrice

_MANAGED_BY_AWS = "AWS"


class RequestPart(NamedTuple):
    """The calls of that part of a month in which one book was in force."""

    book: PriceBook
    hours: int
    usage: Sequence[Usage]


def price_requests(book: PriceBook, usage: Iterable[Usage]) -> list[Charge]:
    """Price an account's own calls of a month with one book, in the order given."""
    return price_request_parts([RequestPart(book, 1, list(usage))])


def price_request_parts(parts: Sequence[RequestPart]) -> list[Charge]:
    """Price an account's own calls of a month whose book changes.

    What is free in a month is one allowance: the books' own, weighted by their hours.
    """
    rows = [
        _PricedUsage(number, row, tariff[row.request_class])
        for number, (tariff, part) in enumerate(
            zip(map(_Tariff, parts), parts, strict=True)
        )
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
