"""The time periods of Cost Explorer: dates, End exclusive, cut by granularity."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from billing.exploring.facts import DAY, HOUR, MONTH, Wanted
from billing.exploring.members import DateInterval, Granularity
from billing.months import HourRange, Month, hour_of, moment_of
from kmsportal.core.errors import ValidationException
from kmsportal.core.moments import microseconds

MOST_MONTHS = 38
"""How far a period may reach: what AWS keeps at most."""
_MOST_HOURS = 14 * 24
_HOURLY = "%Y-%m-%dT%H:%M:%SZ"
_DATES = "%Y-%m-%d"


class Span(NamedTuple):
    """A period and how it is cut."""

    hours: HourRange
    granularity: Granularity

    @property
    def slot(self) -> int:
        """How finely its facts must be read."""
        if self.granularity is Granularity.HOURLY:
            return HOUR
        return DAY if any(map(_is_within_a_month, self.hours)) else self._coarsest

    @property
    def _coarsest(self) -> int:
        return MONTH if self.granularity is Granularity.MONTHLY else DAY

    def buckets(self) -> Iterator[HourRange]:
        """Yield the results' periods; the first and the last month may be parts."""
        begins = self.hours.begins
        while begins < self.hours.ends:
            ends = min(self._next(begins), self.hours.ends)
            yield HourRange(begins, ends)
            begins = ends

    def spell(self, hours: HourRange) -> DateInterval:
        form = _HOURLY if self.granularity is Granularity.HOURLY else _DATES
        return DateInterval(
            start=moment_of(hours.begins).strftime(form),
            end=moment_of(hours.ends).strftime(form),
        )

    def wanted(
        self, accounts: tuple[str, ...], until: datetime, tags: tuple[str, ...]
    ) -> Wanted:
        return Wanted(
            account_ids=accounts,
            hours=self.hours,
            slot=self.slot,
            until=until,
            tags=tags,
        )

    def _next(self, hour: int) -> int:
        if self.granularity is Granularity.HOURLY:
            return hour + 1
        if self.granularity is Granularity.DAILY:
            return hour + DAY
        return Month.of(moment_of(hour)).span.ends


def read_span(interval: DateInterval, granularity: Granularity) -> Span:
    """Read a period; ValidationException in AWS's words where it is none."""
    is_hourly = granularity is Granularity.HOURLY
    begins, ends = (_read(text, is_hourly) for text in (interval.start, interval.end))
    if begins >= ends:
        raise ValidationException(
            "Start date (and hour) should be before end date (and hour)"
        )
    hours = HourRange(hour_of(microseconds(begins)), hour_of(microseconds(ends)))
    if is_hourly and hours.hours > _MOST_HOURS:
        raise ValidationException("Hourly data is given for 14 days at most.")
    if Month.of(ends).ordinal - Month.of(begins).ordinal > MOST_MONTHS:
        raise ValidationException(f"A period has {MOST_MONTHS} months at most.")
    return Span(hours, granularity)


def refuse_far_future(span: Span, now: datetime) -> None:
    """Refuse a look back that ends after the next month has begun."""
    if moment_of(span.hours.ends) > Month.of(now).ends:
        raise ValidationException("end date past the beginning of next month")


def _read(text: str, is_hourly: bool) -> datetime:  # noqa: FBT001 - of one caller
    form = _HOURLY if is_hourly else _DATES
    try:
        moment = datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        raise ValidationException(
            f"{text} is not a date of the form"
            f" {'yyyy-MM-ddThh:mm:ssZ' if is_hourly else 'yyyy-MM-dd'}."
        ) from None
    if moment.year < 1970 or moment.minute or moment.second:  # noqa: PLR2004 - epoch
        raise ValidationException(f"{text} is not a whole hour since 1970.")
    return moment


def _is_within_a_month(hour: int) -> bool:
    return moment_of(hour) != Month.of(moment_of(hour)).begins
