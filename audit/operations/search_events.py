"""SearchEvents: the portal's own search over all kept events of an account."""

from typing import Annotated

import msgspec
from msgspec import Meta

from audit import search
from audit.pages import next_token, read_token
from audit.showing import resources_of, shown_time
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import InvalidTimeRangeException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer

Text = Annotated[str, Meta(min_length=1, max_length=512)]


class Params(Shape, frozen=True, kw_only=True):
    key_arn: Text | None = None
    event_name: Text | None = None
    username: Text | None = None
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    errors_only: bool = False
    text: Text | None = None
    max_results: Annotated[int, Meta(ge=1, le=100)] = 50
    next_token: Annotated[str, Meta(max_length=1024)] | None = None


class FoundEvent(Part, frozen=True, kw_only=True):
    event_id: str
    event_time: Timestamp
    event_source: str
    event_name: str
    read_only: bool
    resources: list[str]
    record: str
    username: str = ""
    principal_arn: str = ""
    access_key_id: str = ""
    error_code: str | None = None


class Result(Answer, frozen=True, kw_only=True):
    events: list[FoundEvent]
    next_token: str | None = None


@account_operation(service="portal", kind=Kind.READ)
def search_events(call: Call, params: Params) -> Result:
    """Answer a page; it may be short where ``Text`` is rare, with a token to go on."""
    start, end = params.start_time, params.end_time
    if start and end and start.moment > end.moment:
        raise InvalidTimeRangeException("StartTime must not be after EndTime.")
    query = _query(call, params)
    page = search.events(
        call.account_id,
        call.region,
        key_arn=params.key_arn,
        name=params.event_name,
        username=params.username,
        start=start.moment if start else None,
        end=end.moment if end else None,
        errors_only=params.errors_only,
        text=params.text,
        before=read_token(params.next_token, query) if params.next_token else None,
        limit=params.max_results,
    )
    return Result(
        events=_shown(page),
        next_token=next_token(page.next, query) if page.next else None,
    )


def _query(call: Call, params: Params) -> list[object]:
    """Return all that must stay the same from page to page."""
    asked = msgspec.structs.asdict(params)
    for free in ("max_results", "next_token"):
        del asked[free]
    shown = {
        name: value.iso() if isinstance(value, Timestamp) else value
        for name, value in asked.items()
    }
    return ["SearchEvents", call.account_id, call.region, shown]


def _shown(page: search.Page) -> list[FoundEvent]:
    return [
        FoundEvent(
            event_id=event.event_id,
            event_time=shown_time(event),
            event_source=event.source,
            event_name=event.name,
            read_only=event.is_read_only,
            username=event.username,
            principal_arn=event.principal_arn,
            access_key_id=event.access_key_id,
            error_code=event.error_code or None,
            resources=[named.arn for named in resources_of(event)],
            record=event.record,
        )
        for event in page.events
    ]
