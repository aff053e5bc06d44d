from hypothesis import given
from hypothesis import strategies as st

from billing.key_time import (
    StateSpan,
    chargeable_hours,
    count_hours,
    count_hours_by_day,
    hours_from,
)
from billing.months import MICROSECONDS_PER_HOUR, HourRange, Month
from tests.billing.ledger import at

NOVEMBER = Month.parse("2026-11").span
STATES = {"Enabled", "Disabled"}
END = NOVEMBER.ends * MICROSECONDS_PER_HOUR

moments = st.integers(
    (NOVEMBER.begins - 50) * MICROSECONDS_PER_HOUR,
    (NOVEMBER.ends + 50) * MICROSECONDS_PER_HOUR,
)
spans = st.lists(
    st.builds(
        StateSpan,
        st.sampled_from(["Enabled", "Disabled", "PendingDeletion"]),
        moments,
        moments,
    ),
    max_size=8,
)


def hours(*given_spans: StateSpan, until: str = "2026-11-30T23:59") -> int:
    ranges = chargeable_hours(
        given_spans, states=STATES, within=NOVEMBER, until=at(until)
    )
    return sum(found.hours for found in ranges)


def test_a_key_that_was_there_all_month_has_every_hour() -> None:
    assert hours(StateSpan("Enabled", at("2026-01-01T00:00"), None)) == 720


def test_the_hour_of_creation_counts_to_its_last_millisecond() -> None:
    created = at("2026-11-02T10:59:59.999")
    assert hours(StateSpan("Enabled", created, None), until="2026-11-02T11:00") == 2
    assert hours(StateSpan("Enabled", created, at("2026-11-02T11:00"))) == 1


def test_a_key_deleted_in_the_hour_it_was_made_has_one_hour() -> None:
    span = StateSpan("Enabled", at("2026-11-02T10:05"), at("2026-11-02T10:06"))
    assert hours(span) == 1


def test_an_hour_with_many_states_counts_once() -> None:
    assert (
        hours(
            StateSpan("Enabled", at("2026-11-02T10:05"), at("2026-11-02T10:10")),
            StateSpan("Disabled", at("2026-11-02T10:10"), at("2026-11-02T10:20")),
            StateSpan("Enabled", at("2026-11-02T10:20"), at("2026-11-02T10:30")),
        )
        == 1
    )


def test_a_pending_deletion_costs_nothing_but_the_hour_it_was_scheduled_in() -> None:
    scheduled = at("2026-11-02T10:30")
    assert (
        hours(
            StateSpan("Enabled", at("2026-11-02T10:00"), scheduled),
            StateSpan("PendingDeletion", scheduled, None),
        )
        == 1
    )


def test_a_state_that_lasted_no_time_costs_nothing() -> None:
    moment = at("2026-11-02T10:30")
    assert hours(StateSpan("Enabled", moment, moment)) == 0


def test_a_state_that_begins_after_the_report_costs_nothing_yet() -> None:
    later = StateSpan("Enabled", at("2026-11-20T00:00"), None)
    assert hours(later, until="2026-11-19T00:00") == 0


def test_months_before_and_after_are_left_out() -> None:
    assert (
        hours(StateSpan("Enabled", at("2026-10-01T00:00"), at("2026-11-01T00:00"))) == 0
    )
    assert hours(StateSpan("Enabled", at("2026-12-01T00:00"), None)) == 0


@given(spans)
def test_hours_are_those_a_minute_by_minute_reading_would_touch(
    given_spans: list[StateSpan],
) -> None:
    ranges = chargeable_hours(given_spans, states=STATES, within=NOVEMBER, until=END)
    counted = [hour for found in ranges for hour in range(*found)]
    touched = {
        hour
        for span in given_spans
        for hour in range(*NOVEMBER)
        if span.state in STATES
        and span.ends is not None
        and max(span.begins, hour * MICROSECONDS_PER_HOUR)
        < min(span.ends, (hour + 1) * MICROSECONDS_PER_HOUR)
    }
    assert counted == sorted(touched)


@given(spans)
def test_days_sum_to_the_month(given_spans: list[StateSpan]) -> None:
    ranges = chargeable_hours(given_spans, states=STATES, within=NOVEMBER, until=END)
    assert sum(count_hours_by_day(ranges).values()) == count_hours(ranges)[None]


@given(spans, moments)
def test_what_follows_a_rotation_is_part_of_the_whole(
    given_spans: list[StateSpan], rotated: int
) -> None:
    ranges = chargeable_hours(given_spans, states=STATES, within=NOVEMBER, until=END)
    after = {hour for found in hours_from(ranges, rotated) for hour in range(*found)}
    whole = {hour for found in ranges for hour in range(*found)}
    assert after == {hour for hour in whole if hour >= rotated // MICROSECONDS_PER_HOUR}


def test_the_hour_of_a_rotation_counts() -> None:
    day = HourRange(NOVEMBER.begins, NOVEMBER.begins + 24)
    rotated = (NOVEMBER.begins + 3) * MICROSECONDS_PER_HOUR + 1
    assert hours_from([day], rotated) == (HourRange(day.begins + 3, day.ends),)
