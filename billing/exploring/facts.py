"""Reads priced usage as facts: what, when, whose, how much, at which cost."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import NamedTuple

import msgspec

from billing.charges import Charge, Unit, Usage
from billing.exploring.tag_sets import TagSets
from billing.key_time import Slices, count_hours, count_hours_by_day
from billing.metered import Asked, key_histories, own_rows
from billing.months import HOURS_PER_DAY, HourRange, Month
from billing.price_parts import PricePart, price_parts
from billing.pricing import Period, price_keys
from billing.request_pricing import RequestPart, price_request_parts
from billing.tenants import organisation_of
from kmsportal.core.errors import DataUnavailableException, ResourceNotFoundException
from kmsportal.core.moments import microseconds

HOUR, DAY, MONTH = 1, 24, 0
"""How finely facts are read: hours of a slot, 0 for a whole month."""


class Fact(NamedTuple):
    """A quantity and its exact cost in the slot that begins at ``hour``.

    ``quantity`` is calls, or months of a key; ``tags`` has a value for each tag that
    was asked for, None where the key had none.
    """

    hour: int
    account_id: str
    region: str
    key_arn: str
    operation: str
    usage_type: str
    unit: str
    tags: tuple[str | None, ...]
    quantity: Fraction
    cost: Fraction


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which hours of whose costs, how finely (``slot``), and with which tags.

    Keys' costs are read up to ``until``, as if no key changed after now.
    """

    account_ids: tuple[str, ...]
    hours: HourRange
    slot: int
    until: datetime
    tags: tuple[str, ...] = ()

    @property
    def months(self) -> Iterator[Month]:
        """The months that the hours touch, ascending."""
        first, last = month_at(self.hours.begins), month_at(self.hours.ends - 1)
        return (Month.at(n) for n in range(first.ordinal, last.ordinal + 1))


def month_at(hour: int) -> Month:
    """Return the month that holds a clock hour."""
    from_epoch = datetime.fromtimestamp(hour * 3600, tz=UTC)
    return Month.of(from_epoch)


def read_facts(wanted: Wanted) -> list[Fact]:
    """Return the facts of all accounts; DataUnavailableException without prices."""
    return [
        fact
        for month in wanted.months
        for account_id in wanted.account_ids
        for fact in _of_month(wanted, account_id, month)
        if wanted.hours.begins <= fact.hour < wanted.hours.ends
    ]


def parts_of(account_id: str, month: Month) -> tuple[PricePart, ...]:
    """Return what the month is priced by; DataUnavailableException without a book."""
    try:
        return price_parts(organisation_of(account_id), month)
    except ResourceNotFoundException:
        raise DataUnavailableException(f"There is no data of {month}.") from None


def _of_month(wanted: Wanted, account_id: str, month: Month) -> Iterable[Fact]:
    parts = parts_of(account_id, month)
    tags = TagSets(account_id, wanted.tags, month.span)
    charges = [
        *_key_charges(wanted, account_id, month, parts, tags),
        *_call_charges(wanted, account_id, month, parts, tags),
    ]
    return (_fact(charge, month, wanted, tags) for charge in charges)


def _key_charges(
    wanted: Wanted,
    account_id: str,
    month: Month,
    parts: Sequence[PricePart],
    tags: TagSets,
) -> list[Charge]:
    histories = key_histories(account_id, month)
    until = min(microseconds(wanted.until), microseconds(month.ends) - 1)
    split = tags.split if wanted.tags else None
    slicing = {HOUR: _by_hour, DAY: count_hours_by_day, MONTH: count_hours}[wanted.slot]
    return [
        charge
        for number, part in enumerate(parts)
        for charge in price_keys(
            Period(part.book, month, until, part.hours, number, split),
            histories,
            slicing=slicing,
        )
    ]


def _by_hour(ranges: Iterable[HourRange]) -> Slices:
    return {hour: 1 for begins, ends in ranges for hour in range(begins, ends)}


def _call_charges(
    wanted: Wanted,
    account_id: str,
    month: Month,
    parts: Sequence[PricePart],
    tags: TagSets,
) -> list[Charge]:
    priced = [
        RequestPart(
            part.book,
            part.hours.hours,
            _calls(wanted, _asked(wanted, account_id, month, part), tags),
        )
        for part in parts
    ]
    return price_request_parts(priced)


def _asked(wanted: Wanted, account_id: str, month: Month, part: PricePart) -> Asked:
    return Asked(
        account_id=account_id,
        month=month,
        hours=part.hours,
        by_day=wanted.slot != MONTH,
        by_hour=wanted.slot == HOUR,
        failed_too=part.book.rules.charges_failed_calls,
    )


def _calls(wanted: Wanted, asked: Asked, tags: TagSets) -> list[Usage]:
    """Return calls by slot and tags; only where a tag changed, hours must be read."""
    known: list[Usage] = []
    changed: set[str] = set()
    for usage, hour in own_rows(asked):
        value = tags.constant(usage.key_arn)
        if value is None:
            changed.add(usage.key_arn)
        else:
            day = usage.day if hour is None else hour
            known.append(usage._replace(tag=value[0], day=day))
    for arn in sorted(changed):
        hourly = msgspec.structs.replace(asked, key_arn=arn, by_hour=True, by_day=True)
        for usage, hour in own_rows(hourly):
            slots = {HOUR: hour, DAY: usage.day, MONTH: None}
            tag = tags.at(arn, hour or 0)
            known.append(usage._replace(tag=tag, day=slots[wanted.slot]))
    return known


def _fact(charge: Charge, month: Month, wanted: Wanted, tags: TagSets) -> Fact:
    is_calls = charge.unit is Unit.REQUESTS
    slot_hours = HOURS_PER_DAY if wanted.slot == DAY else 1
    name = charge.request_class if is_calls else "KMS-Keys"
    per = 1 if is_calls else month.hours
    return Fact(
        hour=month.span.begins if charge.day is None else charge.day * slot_hours,
        account_id=charge.account_id,
        region=charge.region,
        key_arn=charge.key_arn,
        operation=charge.operation.partition(":")[2],
        usage_type=f"{charge.region}-{name}",
        unit="Requests" if is_calls else "Key-Months",
        tags=tags.values(charge.tag),
        quantity=Fraction(charge.quantity, per),
        cost=charge.cost,
    )
