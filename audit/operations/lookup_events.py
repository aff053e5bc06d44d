"""LookupEvents: the last 90 days of one account's events in one Region.

CloudTrail API Reference, "LookupEvents".
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from msgspec import Meta

from audit.pages import next_token, read_token
from audit.search import Page, Search, find
from audit.showing import resources_of, shown_time
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import (
    InvalidEventCategoryException,
    InvalidLookupAttributesException,
    InvalidMaxResultsException,
    InvalidTimeRangeException,
)
from kmsportal.core.moments import microseconds
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer

HISTORY = timedelta(days=90)
MOST_RESULTS = 50
_SECOND = 1_000_000


class LookupAttribute(Part, frozen=True, kw_only=True):
    attribute_key: str
    attribute_value: Annotated[str, Meta(min_length=1, max_length=2000)]


class Params(Shape, frozen=True, kw_only=True):
    lookup_attributes: list[LookupAttribute] | None = None
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    event_category: str | None = None
    max_results: int | None = None
    next_token: str | None = None


class Resource(Part, frozen=True, kw_only=True):
    resource_type: str
    resource_name: str


class FoundEvent(Part, frozen=True, kw_only=True):
    event_id: str
    event_name: str
    read_only: str
    event_time: Timestamp
    event_source: str
    resources: list[Resource]
    cloud_trail_event: str
    access_key_id: str = ""
    username: str = ""


class Result(Answer, frozen=True, kw_only=True):
    events: list[FoundEvent]
    next_token: str | None = None


@account_operation(service="cloudtrail", kind=Kind.READ)
def lookup_events(call: Call, params: Params) -> Result:
    _refuse_misfits(params)
    if params.event_category is not None:
        return Result(events=[])  # Insights events, which nothing here generates
    query = _query(call, params)
    before = read_token(params.next_token, query) if params.next_token else None
    limit = MOST_RESULTS if params.max_results is None else params.max_results
    page = find(_search(call, params), before=before, limit=limit)
    return Result(
        events=_shown(page),
        next_token=next_token(page.next, query) if page.next else None,
    )


def _refuse_misfits(params: Params) -> None:
    start, end, limit = params.start_time, params.end_time, params.max_results
    if start and end and start.moment > end.moment:
        raise InvalidTimeRangeException("StartTime must not be after EndTime.")
    if limit is not None and not 1 <= limit <= MOST_RESULTS:
        raise InvalidMaxResultsException(
            f"MaxResults must be between 1 and {MOST_RESULTS}."
        )
    if params.event_category not in {None, "insight"}:
        raise InvalidEventCategoryException(
            "EventCategory must be insight or be left out."
        )


def _search(call: Call, params: Params) -> Search:
    oldest = call.time - HISTORY
    start = max(params.start_time.moment, oldest) if params.start_time else oldest
    end = params.end_time.moment if params.end_time else None
    return Search(
        account_id=call.account_id,
        region=call.region,
        # An event shows whole seconds, so its second decides.
        first=microseconds(start) // _SECOND * _SECOND,
        last=microseconds(end) // _SECOND * _SECOND + _SECOND - 1 if end else None,
        **_criterion(params.lookup_attributes or []),
    )


def _criterion(attributes: list[LookupAttribute]) -> Mapping[str, Any]:
    if len(attributes) > 1:
        raise InvalidLookupAttributesException("Only one lookup attribute is allowed.")
    for attribute in attributes:
        key, value = attribute.attribute_key, attribute.attribute_value
        if key in _COLUMNS:
            return {"columns": {_COLUMNS[key]: value}}
        if key == "ResourceName":
            return {"resource": value}
        if key == "ReadOnly" and value in _BOOLEANS:
            return {"columns": {"is_read_only": _BOOLEANS[value]}}
        raise InvalidLookupAttributesException(
            f"The lookup attribute {key} is unknown or does not take that value."
        )
    return {}


_COLUMNS = {
    "EventId": "event_id",
    "EventName": "name",
    "Username": "username",
    "EventSource": "source",
    "AccessKeyId": "access_key_id",
    "ResourceType": "resource_type",
}
_BOOLEANS = {"true": True, "false": False}


def _query(call: Call, params: Params) -> list[Any]:
    """Return all that must stay the same from page to page."""
    start, end = params.start_time, params.end_time
    return [
        "LookupEvents",
        call.account_id,
        call.region,
        params.lookup_attributes or [],
        start.iso() if start else None,
        end.iso() if end else None,
    ]


def _shown(page: Page) -> list[FoundEvent]:
    return [
        FoundEvent(
            event_id=event.event_id,
            event_name=event.name,
            read_only="true" if event.is_read_only else "false",
            access_key_id=event.access_key_id,
            event_time=shown_time(event),
            event_source=event.source,
            username=event.username,
            resources=[
                Resource(resource_type=named.type, resource_name=named.arn)
                for named in resources_of(event)
            ],
            cloud_trail_event=event.record,
        )
        for event in page.events
    ]
