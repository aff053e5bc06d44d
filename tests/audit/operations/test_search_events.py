from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from audit import search
from audit.ledger import append
from audit.operations.search_events import Params, Result, search_events
from kmsportal import projector
from kmsportal.core.errors import (
    DisabledException,
    InvalidNextTokenException,
    InvalidTimeRangeException,
    ValidationException,
)
from kmsportal.core.principal import Principal
from kmsportal.core.record import LedgerEvent, Trace
from kmsportal.core.shapes import Timestamp
from tests.audit.worlds import (
    ALICE_ACCOUNT,
    ALICE_KEY,
    KEY_ARN,
    MALLORY_ACCOUNT,
    NOON,
    call,
    event,
    operation,
    user,
)

pytestmark = pytest.mark.django_db


def keep(*events: LedgerEvent) -> None:
    with transaction.atomic():
        append(ALICE_ACCOUNT, *events)
    projector.catch_up()


def find(by: Principal | None = None, **asked: Any) -> Result:
    made = call(by=by, of=search_events, params=Params(**asked))
    answer = search_events.run(made, None)
    assert isinstance(answer, Result)
    return answer


def seconds(result: Result) -> list[int]:
    return [found.event_time.moment.second for found in result.events]


@pytest.fixture
def events() -> None:
    """Keep Carol's Decrypt of a disabled key, two Encrypts and a ListKeys."""
    keep(
        event(1, error=DisabledException(KEY_ARN), by=user(name="Carol")),
        event(2, trace=Trace(keys=(ALICE_KEY,), request={"a": "Needle"})),
        event(3),
        event(4, of=operation("ListKeys"), trace=Trace()),
    )


@pytest.mark.usefixtures("events")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [4, 3, 2, 1]),
        ({"key_arn": KEY_ARN}, [3, 2, 1]),
        ({"event_name": "ListKeys"}, [4]),
        ({"username": "Carol"}, [1]),
        ({"errors_only": True}, [1]),
        ({"text": "needle"}, [2]),
        ({"key_arn": KEY_ARN, "text": "NEEDLE"}, [2]),
        ({"key_arn": KEY_ARN, "errors_only": True}, [1]),
        ({"key_arn": KEY_ARN, "username": "Alice", "event_name": "Encrypt"}, [3, 2]),
        ({"event_source": "kms.amazonaws.com", "event_name": "ListKeys"}, [4]),
        ({"principal_arn": user(name="Carol").arn}, [1]),
        ({"access_key_id": "AKIACAROL"}, [1]),
        ({"error_code": "DisabledException"}, [1]),
        ({"error_code": "NotFoundException"}, []),
        ({"read_only": False}, []),
        ({"portal_events": True}, []),
        ({"portal_events": False}, [4, 3, 2, 1]),
        ({"fields": ["sourceIPAddress=192.0.2.*"]}, [4, 3, 2, 1]),
        ({"fields": ["requestParameters.a=Needle", "eventName=Encrypt"]}, [2]),
        ({"start_time": Timestamp(NOON + timedelta(seconds=3))}, [4, 3]),
        ({"end_time": Timestamp(NOON + timedelta(seconds=2))}, [2, 1]),
    ],
)
def test_every_condition_holds(asked: dict[str, Any], found: list[int]) -> None:
    assert seconds(find(**asked)) == found


@pytest.mark.usefixtures("events")
def test_a_found_event_tells_its_outcome() -> None:
    (found,) = find(errors_only=True).events
    assert found.error_code == "DisabledException"
    assert found.resources == [KEY_ARN]
    assert (found.username, found.read_only) == ("Carol", True)


@pytest.mark.usefixtures("events")
def test_a_stranger_finds_nothing() -> None:
    assert find(by=user(MALLORY_ACCOUNT), key_arn=KEY_ARN).events == []


@pytest.mark.usefixtures("events")
@pytest.mark.parametrize("asked", [{}, {"key_arn": KEY_ARN}, {"text": "kms"}])
def test_pages_follow_each_other(asked: dict[str, Any]) -> None:
    whole, seen, token = find(**asked), [], None
    for _ in range(10):
        page = find(**asked, max_results=1, next_token=token)
        seen += seconds(page)
        token = page.next_token
        if token is None:
            break
    assert seen == seconds(whole)


@pytest.mark.usefixtures("events")
def test_a_rare_text_is_looked_for_page_by_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "SCAN_LIMIT", 2)
    monkeypatch.setattr(search, "_CHUNK", 1)
    first = find(text="Needle")
    assert first.events == []
    assert first.next_token
    assert seconds(find(text="Needle", next_token=first.next_token)) == [2]


@pytest.mark.usefixtures("events")
def test_a_token_fits_only_its_own_query() -> None:
    token = find(max_results=1).next_token
    with pytest.raises(InvalidNextTokenException):
        find(errors_only=True, next_token=token)


def test_the_portal_s_own_events_can_be_left_out_or_looked_at_alone() -> None:
    own = operation("SearchEvents", service="portal")
    keep(event(1, of=own, trace=Trace()), event(2))
    assert seconds(find(portal_events=True)) == [1]
    assert seconds(find(portal_events=False)) == [2]
    with pytest.raises(ValidationException):
        find(portal_events=True, event_source="kms.amazonaws.com")


def test_an_event_is_found_by_its_id() -> None:
    keep(event(1), event(2))
    (wanted, _) = find().events
    assert find(event_id=wanted.event_id).events == [wanted]


def test_a_stranger_s_use_of_the_key_is_found_by_who_it_was() -> None:
    mallory = user(MALLORY_ACCOUNT, "Mallory")
    keep(event(1, by=mallory), event(2))
    assert seconds(find(principal_arn=mallory.arn)) == [1]


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    start, end = Timestamp(NOON), Timestamp(NOON - timedelta(seconds=1))
    with pytest.raises(InvalidTimeRangeException):
        find(start_time=start, end_time=end)


def test_the_search_is_a_permission_of_its_own() -> None:
    (need,) = search_events.needs(call(of=search_events), None)
    assert (need.action, need.account_id) == ("portal:SearchEvents", ALICE_ACCOUNT)
