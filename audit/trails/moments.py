"""The rhythm of trails: a log file every five minutes, a digest every hour."""

from datetime import UTC, datetime, timedelta

CUT_EVERY = timedelta(minutes=5)
DIGEST_EVERY = timedelta(hours=1)
SETTLES_AFTER = timedelta(seconds=15)
"""How long events may be under way from a worker to the ledger when a trail stops."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def next_cut(time: datetime) -> datetime:
    """Return the first full five minutes after ``time``."""
    return time - (time - _EPOCH) % CUT_EVERY + CUT_EVERY


def whole_second(time: datetime) -> datetime:
    """Return the second that ``time`` is in."""
    return time.replace(microsecond=0)


def iso_second(time: datetime) -> str:
    """Spell a moment as digests do: ``2026-11-24T12:00:00Z``."""
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def moment_of(time_us: int) -> datetime:
    """Return the moment of so many epoch microseconds."""
    return _EPOCH + timedelta(microseconds=time_us)
