"""The histogram of the event history."""

import pytest

from audit.counts import HOUR, EventCounts
from audit.event_hours import HourQuery, count_hours, count_names
from kmsportal import projector
from kmsportal.core.errors import DisabledException
from kmsportal.core.moments import microseconds
from kmsportal.core.record import Trace
from tests.audit.test_feed import keep
from tests.audit.worlds import (
    ALICE_ACCOUNT,
    KEY_ARN,
    MALLORY_ACCOUNT,
    NOON,
    REGION,
    event,
    operation,
    user,
)

pytestmark = pytest.mark.django_db
START = microseconds(NOON)


def query(account_id: str = ALICE_ACCOUNT, **what: object) -> HourQuery:
    asked = {"first": START, "last": START + 2 * HOUR} | what
    return HourQuery(account_id=account_id, region=REGION, **asked)  # type: ignore[arg-type]  # a test's choice


def calls(asked: HourQuery) -> list[tuple[int, int]]:
    return [(one.calls, one.errors) for one in count_hours(asked)]


def test_calls_and_refusals_are_counted_by_the_hour() -> None:
    counts = EventCounts()
    refused = event(1, error=DisabledException(KEY_ARN))
    counts.apply([refused, event(2), event(3), event(3600)])
    counts.apply([event(4)])
    assert calls(query()) == [(4, 1), (1, 0)]
    assert calls(query(subject=KEY_ARN)) == [(4, 1), (1, 0)]
    assert calls(query(subject=user().arn, name="Encrypt", is_read_only=True)) == [
        (4, 1),
        (1, 0),
    ]
    assert calls(query(last=START)) == [(4, 1)]


def test_names_are_ordered_by_their_calls() -> None:
    listing = event(4, of=operation("ListKeys"), trace=Trace())
    EventCounts().apply([event(1), event(2), listing])
    found = count_names(query(), limit=5)
    assert [(one.name, one.calls) for one in found] == [("Encrypt", 2), ("ListKeys", 1)]
    assert len(count_names(query(), limit=1)) == 1
    assert count_names(query(without_source="kms.amazonaws.com"), limit=5) == []


def test_each_account_counts_its_own_copy() -> None:
    stranger = user(MALLORY_ACCOUNT, "Mallory")
    EventCounts().apply([event(1, by=stranger)])
    assert calls(query()) == calls(query(MALLORY_ACCOUNT)) == [(1, 0)]
    assert calls(query(subject=stranger.arn)) == [(1, 0)]
    assert calls(query("123456789012")) == []


def test_the_counts_can_be_rebuilt_from_the_ledger() -> None:
    keep(event(1), event(2))
    projector.catch_up([EventCounts()])
    assert projector.rebuild(EventCounts()) == 2
    assert calls(query()) == [(2, 0)]
