"""The clock hours that a key is charged for, from the states it was in.

AWS prorates the monthly price of a key by the hour (AWS KMS pricing) and does not say
how it counts the first and the last hour. Here an hour in UTC counts once when the key
was chargeable at any instant of it, so that a replay counts the same hours.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from billing.months import HOURS_PER_DAY, HourRange, day_of, hour_of

Slices = Mapping[int | None, int]
"""Hours by day since the epoch; the single key ``None`` where days do not matter."""


class StateSpan(NamedTuple):
    """A key was in ``state`` from ``begins`` until before ``ends``; None is open.

    Both are microseconds since the epoch.
    """

    state: str
    begins: int
    ends: int | None


def chargeable_hours(
    spans: Sequence[StateSpan],
    *,
    states: Collection[str],
    within: HourRange,
    until: int,
) -> tuple[HourRange, ...]:
    """Return the hours, disjoint and ascending, in which a state of ``states`` held.

    An open span is followed up to and including the instant ``until`` (microseconds).
    """
    if len(spans) == 1 and spans[0].state in states:
        only = _touched_hours(spans[0], within, until)
        return (only,) if only.hours > 0 else ()
    touched = (
        _touched_hours(span, within, until) for span in spans if span.state in states
    )
    return _merge(sorted(hours for hours in touched if hours.hours > 0))


def hours_from(ranges: Iterable[HourRange], moment: int) -> tuple[HourRange, ...]:
    """Return what of ``ranges`` lies in the hour of ``moment`` and after."""
    first = hour_of(moment)
    clipped = (HourRange(max(begins, first), ends) for begins, ends in ranges)
    return tuple(hours for hours in clipped if hours.hours > 0)


def count_hours(ranges: Iterable[HourRange]) -> Slices:
    return {None: sum(hours.hours for hours in ranges)}


def count_hours_by_day(ranges: Iterable[HourRange]) -> Slices:
    days: Counter[int | None] = Counter()
    for begins, ends in ranges:
        for day in range(day_of(begins), day_of(ends - 1) + 1):
            first = day * HOURS_PER_DAY
            days[day] += min(ends, first + HOURS_PER_DAY) - max(begins, first)
    return days


def _touched_hours(span: StateSpan, within: HourRange, until: int) -> HourRange:
    last = until if span.ends is None else span.ends - 1
    if last < span.begins:
        return HourRange(within.begins, within.begins)
    return HourRange(
        max(hour_of(span.begins), within.begins), min(hour_of(last) + 1, within.ends)
    )


def _merge(ascending: Sequence[HourRange]) -> tuple[HourRange, ...]:
    merged: list[HourRange] = []
    for hours in ascending:
        if merged and hours.begins <= merged[-1].ends:
            longest = max(hours.ends, merged[-1].ends)
            merged[-1] = HourRange(merged[-1].begins, longest)
        else:
            merged.append(hours)
    return tuple(merged)
