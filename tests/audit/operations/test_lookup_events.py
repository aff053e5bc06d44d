from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import transaction

from audit.ledger import append
from audit.operations.lookup_events import (
    LookupAttribute,
    Params,
    Result,
    lookup_events,
)
from kmsportal import projector
from kmsportal.core.errors import (
    AccessDeniedException,
    InvalidEventCategoryException,
    InvalidLookupAttributesException,
    InvalidMaxResultsException,
    InvalidNextTokenException,
    InvalidTimeRangeException,
)
from kmsportal.core.operation import Kind
from kmsportal.core.principal import Principal
from kmsportal.core.record import LedgerEvent, Trace
from kmsportal.core.shapes import Timestamp
from tests.audit.worlds import (
    ALICE_ACCOUNT,
    KEY_ARN,
    MALLORY_ACCOUNT,
    NOON,
    REGION,
    call,
    event,
    operation,
    user,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def keep(*events: LedgerEvent) -> None:
    with transaction.atomic():
        append(ALICE_ACCOUNT, *events)
    projector.catch_up()


def lookup(
    by: Principal | None = None,
    region: str = REGION,
    **asked: Any,
) -> Result:
    made = call(
        by=by, of=lookup_events, params=Params(**asked), region=region, time=LATER
    )
    answer = lookup_events.run(made, lookup_events.bind(made))
    assert isinstance(answer, Result)
    return answer


def by_attribute(key: str, value: str) -> Result:
    attribute = LookupAttribute(attribute_key=key, attribute_value=value)
    return lookup(lookup_attributes=[attribute])


def names(result: Result) -> Sequence[str]:
    return [found.event_name for found in result.events]


def test_events_come_newest_first() -> None:
    keep(event(1, of=operation("Encrypt")), event(2, of=operation("Decrypt")))
    assert names(lookup()) == ["Decrypt", "Encrypt"]


def test_an_event_is_shown_as_cloudtrail_shows_it() -> None:
    made = event(1)
    keep(made)
    (found,) = lookup().events
    record = msgspec.json.decode(found.cloud_trail_event)
    assert found.event_id == record["eventID"]
    assert found.cloud_trail_event.encode() == bytes(made.record)
    assert found.read_only == "true"
    assert found.event_time == Timestamp(NOON.replace(second=1, microsecond=0))
    assert found.event_source == "kms.amazonaws.com"
    assert (found.username, found.access_key_id) == ("Alice", "AKIAALICE")
    assert [(r.resource_type, r.resource_name) for r in found.resources] == [
        ("AWS::KMS::Key", KEY_ARN)
    ]


def test_a_stranger_sees_nothing_of_others() -> None:
    keep(event(1))
    assert lookup(by=user(MALLORY_ACCOUNT, "Mallory")).events == []


def test_a_stranger_who_used_a_shared_key_sees_her_own_copy_only() -> None:
    mallory = user(MALLORY_ACCOUNT, "Mallory")
    keep(event(1, by=mallory))
    (hers,) = lookup(by=mallory).events
    (owners,) = lookup().events
    assert hers.access_key_id == "AKIAMALLORY"
    assert owners.access_key_id == ""
    assert "AKIAMALLORY" not in owners.cloud_trail_event
    assert hers.event_id != owners.event_id


def test_a_refused_stranger_shows_up_in_her_own_account_only() -> None:
    mallory = user(MALLORY_ACCOUNT, "Mallory")
    keep(event(1, by=mallory, error=AccessDeniedException("Not you.")))
    assert len(lookup(by=mallory).events) == 1
    assert lookup().events == []


def test_other_regions_are_not_shown() -> None:
    keep(event(1))
    assert lookup(region="eu-central-1").events == []


def test_events_older_than_90_days_are_not_shown() -> None:
    keep(event(1, time=LATER - timedelta(days=90, seconds=1)), event(2))
    old = Timestamp(LATER - timedelta(days=200))
    assert len(lookup(start_time=old).events) == 1


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("EventName", "CreateKey", ["CreateKey"]),
        ("EventName", "createkey", []),
        ("ReadOnly", "false", ["CreateKey"]),
        ("ReadOnly", "true", ["ListKeys", "Encrypt"]),
        ("Username", "Carol", ["Encrypt"]),
        ("Username", "Nobody", []),
        ("AccessKeyId", "AKIACAROL", ["Encrypt"]),
        ("EventSource", "kms.amazonaws.com", ["ListKeys", "CreateKey", "Encrypt"]),
        ("EventSource", "sts.amazonaws.com", []),
        ("ResourceName", KEY_ARN, ["CreateKey", "Encrypt"]),
        ("ResourceName", "arn:aws:kms:us-west-2:1:key/2", []),
        ("ResourceType", "AWS::KMS::Key", ["CreateKey", "Encrypt"]),
        ("ResourceType", "AWS::S3::Bucket", []),
    ],
)
def test_events_are_found_by_one_attribute(
    key: str, value: str, found: list[str]
) -> None:
    keep(
        event(1, by=user(name="Carol")),
        event(2, of=operation("CreateKey", kind=Kind.CHANGE)),
        event(3, of=operation("ListKeys"), trace=Trace()),
    )
    assert names(by_attribute(key, value)) == found


def test_an_event_is_found_by_its_id() -> None:
    keep(event(1), event(2))
    wanted = lookup().events[1]
    assert by_attribute("EventId", wanted.event_id).events == [wanted]


def test_a_time_range_includes_both_of_its_seconds() -> None:
    keep(*(event(number) for number in range(5)))
    found = lookup(
        start_time=Timestamp(NOON.replace(second=1, microsecond=900_000)),
        end_time=Timestamp(NOON.replace(second=3, microsecond=0)),
    )
    assert [e.event_time.moment.second for e in found.events] == [3, 2, 1]


def test_pages_are_whole_and_without_repeats() -> None:
    keep(*(event(number // 3) for number in range(20)))
    seen, token = [], None
    while True:
        page = lookup(max_results=7, next_token=token)
        seen += [found.event_id for found in page.events]
        token = page.next_token
        if token is None:
            break
    assert len(seen) == len(set(seen)) == 20
    assert seen == [found.event_id for found in lookup().events]


def test_pages_of_a_key_are_whole() -> None:
    keep(*(event(number) for number in range(9)))
    attribute = LookupAttribute(attribute_key="ResourceName", attribute_value=KEY_ARN)
    first = lookup(lookup_attributes=[attribute], max_results=5)
    second = lookup(
        lookup_attributes=[attribute], max_results=5, next_token=first.next_token
    )
    assert (len(first.events), len(second.events)) == (5, 4)
    assert second.next_token is None


def test_a_page_holds_50_events_unless_told_otherwise() -> None:
    keep(*(event(number) for number in range(51)))
    page = lookup()
    assert len(page.events) == 50
    assert len(lookup(next_token=page.next_token).events) == 1


def test_events_that_come_meanwhile_do_not_shift_pages() -> None:
    keep(*(event(number) for number in range(4)))
    first = lookup(max_results=2)
    keep(event(10))
    second = lookup(max_results=2, next_token=first.next_token)
    seconds = [e.event_time.moment.second for e in (*first.events, *second.events)]
    assert seconds == [3, 2, 1, 0]


def test_a_token_fits_only_its_own_query() -> None:
    keep(*(event(number) for number in range(3)))
    token = lookup(max_results=1).next_token
    attribute = LookupAttribute(attribute_key="EventName", attribute_value="Encrypt")
    for other in (
        {"lookup_attributes": [attribute]},
        {"start_time": Timestamp(NOON)},
        {"end_time": Timestamp(NOON)},
        {"region": "us-east-1"},
        {"by": user(MALLORY_ACCOUNT)},
    ):
        with pytest.raises(InvalidNextTokenException):
            lookup(next_token=token, **other)


@pytest.mark.parametrize("token", ["x", "AAAA", "A" * 80, "ü", "=" * 8])
def test_an_invented_token_is_refused(token: str) -> None:
    with pytest.raises(InvalidNextTokenException):
        lookup(next_token=token)


def test_a_changed_token_is_refused() -> None:
    keep(event(1), event(2))
    token = lookup(max_results=1).next_token or ""
    with pytest.raises(InvalidNextTokenException):
        lookup(next_token=token[:-2] + ("AA" if token[-2:] != "AA" else "BB"))


def test_two_attributes_are_refused() -> None:
    one = LookupAttribute(attribute_key="EventName", attribute_value="Encrypt")
    with pytest.raises(InvalidLookupAttributesException):
        lookup(lookup_attributes=[one, one])


@pytest.mark.parametrize(
    ("key", "value"), [("eventName", "x"), ("Colour", "x"), ("ReadOnly", "True")]
)
def test_an_unknown_attribute_is_refused(key: str, value: str) -> None:
    with pytest.raises(InvalidLookupAttributesException):
        by_attribute(key, value)


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidTimeRangeException):
        lookup(start_time=Timestamp(LATER), end_time=Timestamp(NOON))


@pytest.mark.parametrize("count", [-1, 0, 51])
def test_a_page_of_other_than_1_to_50_events_is_refused(count: int) -> None:
    with pytest.raises(InvalidMaxResultsException):
        lookup(max_results=count)


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(InvalidEventCategoryException):
        lookup(event_category="data")


def test_there_are_no_insights() -> None:
    keep(event(1))
    assert lookup(event_category="insight").events == []


def test_the_permission_is_the_callers_own_accounts() -> None:
    (need,) = lookup_events.needs(call(of=lookup_events), None)
    assert (need.action, need.resource) == ("cloudtrail:LookupEvents", "*")
    assert need.account_id == ALICE_ACCOUNT


def test_a_lookup_is_itself_shown_in_the_events() -> None:
    attribute = LookupAttribute(attribute_key="EventName", attribute_value="Encrypt")
    made = call(
        of=lookup_events,
        params=Params(lookup_attributes=[attribute], start_time=Timestamp(NOON)),
    )
    assert lookup_events.trace(made, None, None).request == {
        "lookupAttributes": [
            {"attributeKey": "EventName", "attributeValue": "Encrypt"}
        ],
        "startTime": "Nov 23, 2026, 12:00:00 PM",
    }
