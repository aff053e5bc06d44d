"""Forecasts: keys cost on as they are, calls go on at their pace of the last weeks.

The pace is the mean day of up to 28 whole days; the interval treats days as
independent and normally distributed. AWS does not tell how it forecasts.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from math import sqrt
from statistics import NormalDist, stdev
from typing import NamedTuple

import msgspec

from billing.exploring.facts import Fact
from billing.exploring.inquiry import Inquiry
from billing.exploring.members import Granularity
from billing.exploring.metrics import QUANTITY
from billing.exploring.periods import Span
from billing.months import HOURS_PER_DAY, HourRange, hour_of, moment_of
from kmsportal.core.errors import DataUnavailableException
from kmsportal.core.moments import microseconds

_DAYS = 28


class Forecast(NamedTuple):
    """What is expected of one period, and how far it may be off (``spread``)."""

    hours: HourRange
    mean: Fraction
    spread: Fraction

    @property
    def low(self) -> Fraction:
        """The lower bound; nothing costs less than nothing."""
        return max(self.mean - self.spread, Fraction(0))

    @property
    def high(self) -> Fraction:
        return self.mean + self.spread


class _Pace(NamedTuple):
    """Calls of a day: their mean, and their standard deviation."""

    mean: Fraction
    deviation: float


def forecast(inquiry: Inquiry, metric: str, *, level: int) -> list[Forecast]:
    """Forecast each period of the inquiry; ``level`` is the interval's, in percent.

    DataUnavailableException without a whole day of use to judge by.
    """
    pace = _pace(inquiry, metric)
    width = NormalDist().inv_cdf((1 + level / 100) / 2)
    ends = moment_of(inquiry.span.hours.ends)
    storage = [fact for fact in inquiry.facts(until=ends) if fact.unit == "Key-Months"]
    made = []
    for hours in inquiry.span.buckets():
        days = Fraction(hours.hours, HOURS_PER_DAY)
        keys = sum(_amounts(storage, metric, hours), Fraction(0))
        spread = Fraction(width * pace.deviation * sqrt(days)).limit_denominator(10**12)
        made.append(Forecast(hours, keys + pace.mean * days, spread))
    return made


def _pace(inquiry: Inquiry, metric: str) -> _Pace:
    midnight = inquiry.now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = hour_of(microseconds(midnight))
    first = hour_of(microseconds(midnight - timedelta(days=_DAYS)))
    past = Span(HourRange(first, today), Granularity.DAILY)
    facts = msgspec.structs.replace(inquiry, span=past).facts()
    if not facts:
        raise DataUnavailableException(
            "Insufficient amount of historical data to generate forecast."
        )
    begun = min(fact.hour for fact in facts)
    days: dict[int, Fraction] = defaultdict(Fraction)
    for fact in facts:
        if fact.unit == "Requests":
            days[fact.hour] += _amount(fact, metric)
    values = [days[hour] for hour in range(begun, today, HOURS_PER_DAY)]
    deviation = stdev(map(float, values)) if len(values) > 1 else 0.0
    return _Pace(sum(values, Fraction(0)) / len(values), deviation)


def _amounts(facts: Sequence[Fact], metric: str, hours: HourRange) -> list[Fraction]:
    return [
        _amount(fact, metric)
        for fact in facts
        if hours.begins <= fact.hour < hours.ends
    ]


def _amount(fact: Fact, metric: str) -> Fraction:
    return fact.quantity if metric == QUANTITY else fact.cost
