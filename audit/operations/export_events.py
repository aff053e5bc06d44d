"""ExportEvents: what a search finds as one document, CloudTrail's JSON or CSV."""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from audit import search
from audit.criteria import Criteria, query_of, search_of
from audit.documents import csv_of, json_of
from audit.models import Event
from audit.pages import Cursor, next_token, read_token
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Result as Answer

_PAGE = 500
_MOST_PAGES = 20


class Format(Enum):
    """How the events are written."""

    JSON = "JSON"
    CSV = "CSV"


class Params(Criteria, frozen=True, kw_only=True):
    format: Format = Format.JSON
    max_results: Annotated[int, Meta(ge=1, le=10_000)] = 1_000
    next_token: Annotated[str, Meta(max_length=1024)] | None = None


class Result(Answer, frozen=True, kw_only=True):
    """``content`` is a whole document of its own, whatever follows it."""

    content: str
    event_count: int
    next_token: str | None = None


@account_operation(service="portal", kind=Kind.READ)
def export_events(call: Call, params: Params) -> Result:
    """Answer events newest first; where a match is rare, the token leads on."""
    query = [*query_of("ExportEvents", call, params), params.format.value]
    before = read_token(params.next_token, query) if params.next_token else None
    found = search_of(call, params)
    page = _gather(found, before=before, limit=params.max_results)
    write = csv_of if params.format is Format.CSV else json_of
    return Result(
        content=write(page.events),
        event_count=len(page.events),
        next_token=next_token(page.next, query) if page.next else None,
    )


def _gather(wanted: search.Search, *, before: Cursor | None, limit: int) -> search.Page:
    """Turn pages until there are enough events, or enough was looked at."""
    events: list[Event] = []
    for _ in range(_MOST_PAGES):
        page = search.find(wanted, before=before, limit=min(_PAGE, limit - len(events)))
        events += page.events
        before = page.next
        if before is None or len(events) == limit:
            break
    return search.Page(events, before)
