"""SearchEvents: the portal's own search over all kept events of an account."""

from typing import Annotated

from msgspec import Meta

from audit import search
from audit.criteria import Criteria, query_of, search_of
from audit.pages import next_token, read_token
from audit.showing import resources_of, shown_time
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer


class Params(Criteria, frozen=True, kw_only=True):
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
    """Answer a page; it may be short where a match is rare, with a token to go on."""
    query = query_of("SearchEvents", call, params)
    page = search.find(
        search_of(call, params),
        before=read_token(params.next_token, query) if params.next_token else None,
        limit=params.max_results,
    )
    return Result(
        events=_shown(page),
        next_token=next_token(page.next, query) if page.next else None,
    )


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
