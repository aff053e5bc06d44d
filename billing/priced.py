"""Prices what was metered of one account and month, whichever books held in it."""

from collections.abc import Sequence

import msgspec

from billing.charges import Charge, KeyHistory, Usage
from billing.key_time import count_hours, count_hours_by_day
from billing.metered import Asked, key_histories, own_rows, own_usage, strangers_usage
from billing.months import HourRange, Month
from billing.price_parts import PricePart
from billing.pricing import Period, price_key_totals, price_keys
from billing.request_pricing import RequestPart, price_request_parts, waive_requests
from billing.tags import TagValues


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be priced, up to ``until`` (microseconds), and how finely."""

    account_id: str
    month: Month
    parts: tuple[PricePart, ...]
    until: int
    by_key: bool = True
    by_day: bool = False
    by_principal: bool = False
    key_arn: str | None = None
    tag: str | None = None

    def asked(self, hours: HourRange, *, failed_too: bool) -> Asked:
        return Asked(
            account_id=self.account_id,
            month=self.month,
            hours=hours,
            by_key=self._needs_key,
            by_day=self.by_day,
            by_principal=self.by_principal,
            failed_too=failed_too,
            key_arn=None if self._shares_free_calls else self.key_arn,
        )

    @property
    def _needs_key(self) -> bool:
        is_of_keys = self.tag is not None or self.key_arn is not None
        return self.by_key or is_of_keys or self._shares_free_calls

    @property
    def _shares_free_calls(self) -> bool:
        """Whether a row's price depends on all other rows."""
        prices = (price for part in self.parts for price in part.book.requests)
        return any(price.free_per_month for price in prices)


def key_time(reading: Reading) -> list[KeyHistory]:
    """Return the histories that ``price_key_time`` prices."""
    return key_histories(reading.account_id, reading.month, key_arn=reading.key_arn)


def price_key_time(reading: Reading, keys: Sequence[KeyHistory]) -> list[Charge]:
    """Price the hours of the account's keys."""
    periods = _periods(reading)
    if not reading.by_key and reading.tag is None:
        return [
            charge
            for period in periods
            for charge in price_key_totals(period, keys, by_day=reading.by_day)
        ]
    slicing = count_hours_by_day if reading.by_day else count_hours
    return [
        charge
        for period in periods
        for charge in price_keys(period, keys, slicing=slicing)
    ]


def _periods(reading: Reading) -> list[Period]:
    split = _tag_values(reading).split if reading.tag is not None else None
    return [
        Period(part.book, reading.month, reading.until, part.hours, number, split)
        for number, part in enumerate(reading.parts)
    ]


def price_calls(reading: Reading, *, strangers: bool = True) -> list[Charge]:
    """Price the account's calls; list others' calls on its keys at nothing."""
    parts = [
        RequestPart(part.book, part.hours.hours, _own(reading, part))
        for part in reading.parts
    ]
    charges = price_request_parts(parts)
    if strangers:
        failed_too = reading.parts[0].book.rules.charges_failed_calls
        asked = reading.asked(reading.month.span, failed_too=failed_too)
        seen = strangers_usage(asked)
        charges += waive_requests(seen, owner=reading.account_id)
    if reading.key_arn is None:
        return charges
    return [charge for charge in charges if charge.key_arn == reading.key_arn]


def _own(reading: Reading, part: PricePart) -> list[Usage]:
    failed_too = part.book.rules.charges_failed_calls
    asked = reading.asked(part.hours, failed_too=failed_too)
    if reading.tag is None:
        return own_usage(asked)
    return _tagged(_tag_values(reading), asked)


def _tagged(tags: TagValues, asked: Asked) -> list[Usage]:
    """Tell calls by their key's tag; only where it changed, hours must be read."""
    known: list[Usage] = []
    changed: set[str] = set()
    for row in own_usage(asked):
        value = tags.constant(row.key_arn)
        if value is None:
            changed.add(row.key_arn)
        else:
            known.append(row._replace(tag=value[0]))
    for arn in sorted(changed):
        hourly = msgspec.structs.replace(asked, key_arn=arn, by_hour=True)
        known += [
            row._replace(tag=tags.at(arn, hour or 0)) for row, hour in own_rows(hourly)
        ]
    return known


def _tag_values(reading: Reading) -> TagValues:
    return TagValues(reading.account_id, reading.tag or "", reading.month.span)
