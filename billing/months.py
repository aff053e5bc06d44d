"""A calendar month in UTC, counted in whole hours since the epoch."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Self

from kmsportal.core.moments import microseconds

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOURS_PER_DAY = 24
MICROSECONDS_PER_HOUR = 3_600_000_000


class HourRange(NamedTuple):
    """Clock hours since the epoch, ``ends`` exclusive."""

    begins: int
    ends: int

    @property
    def hours(self) -> int:
        return self.ends - self.begins


class Month(NamedTuple):
    """The period of a statement; the clock of every bill is UTC."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-11``; ValueError when it is not a month since 1970."""
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
        if first < EPOCH:
            raise ValueError(text)
        return cls(first.year, first.month)

    @classmethod
    def of(cls, moment: datetime) -> Self:
        utc = moment.astimezone(UTC)
        return cls(utc.year, utc.month)

    @classmethod
    def at(cls, ordinal: int) -> Self:
        """Return the month of that ``ordinal``."""
        return cls(ordinal // 12, ordinal % 12 + 1)

    @property
    def ordinal(self) -> int:
        """Months since January of year 0: what rows and arithmetic use."""
        return self.year * 12 + self.number - 1

    @property
    def previous(self) -> "Month":
        return Month.at(self.ordinal - 1)

    @property
    def begins(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return self.begins + timedelta(hours=self.hours)

    @property
    def hours(self) -> int:
        """The length in hours, 672 to 744: what one key-month costs is split in."""
        return monthrange(self.year, self.number)[1] * HOURS_PER_DAY

    @property
    def span(self) -> HourRange:
        first = hour_of(microseconds(self.begins))
        return HourRange(first, first + self.hours)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def hour_of(time: int) -> int:
    """Return the clock hour that holds ``time`` (microseconds since the epoch)."""
    return time // MICROSECONDS_PER_HOUR


def moment_of(hour: int) -> datetime:
    """Return the moment in UTC at which a clock hour begins."""
    return EPOCH + timedelta(hours=hour)


def month_of(day: int) -> int:
    """Return the ordinal of the month that holds a day since the epoch."""
    date_of_day = date(1970, 1, 1) + timedelta(days=day)
    return Month(date_of_day.year, date_of_day.month).ordinal


def day_of(hour: int) -> int:
    return hour // HOURS_PER_DAY


def spell_day(day: int) -> str:
    """Spell a day since the epoch as ``2026-11-23``."""
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()
