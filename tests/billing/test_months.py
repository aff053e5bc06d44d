from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.months import Month, day_of, hour_of, spell_day
from kmsportal.core.moments import microseconds


@pytest.mark.parametrize(
    ("text", "hours"),
    [("2026-02", 672), ("2028-02", 696), ("2026-11", 720), ("2026-12", 744)],
)
def test_a_month_has_24_hours_for_each_of_its_days(text: str, hours: int) -> None:
    assert Month.parse(text).hours == hours


def test_months_follow_each_other_without_a_gap() -> None:
    assert Month.parse("2026-11").span.ends == Month.parse("2026-12").span.begins


def test_a_moment_belongs_to_its_month_in_utc() -> None:
    zone = timezone(timedelta(hours=2))
    assert Month.of(datetime(2026, 12, 1, 1, tzinfo=zone)) == Month(2026, 11)


@pytest.mark.parametrize("text", ["1969-12", "2026-13", "2026", "", "0000-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Month.parse(text)


def test_the_last_month_of_the_calendar_can_be_named() -> None:
    assert str(Month.parse("9999-12")) == "9999-12"


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_a_moment_lies_in_its_hour_and_day(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    hour = hour_of(microseconds(moment))
    assert hour in range(*Month.of(moment).span)
    assert spell_day(day_of(hour)) == moment.date().isoformat()
