"""What SearchEvents, ExportEvents and saved searches filter events by."""

from typing import Annotated, Any

from msgspec import Meta

from audit.record_fields import read_field_filter
from audit.search import Search
from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidTimeRangeException, ValidationException
from kmsportal.core.moments import microseconds
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Timestamp

PORTAL_SOURCE = "portal.kmsportal"
Text = Annotated[str, Meta(min_length=1, max_length=512)]
FieldText = Annotated[str, Meta(min_length=1, max_length=1024)]


class Criteria(Shape, frozen=True, kw_only=True):
    """All that are given must hold; both moments are included.

    ``key_arn`` is that of any resource an event names. ``portal_events`` false leaves
    out the portal's own operations, true all others. ``fields`` are ``member=value``,
    the member a dotted path in the record, the value with ``*`` and ``?`` as wildcards.
    ``text`` stands anywhere in the record, in any case.
    """

    event_id: Text | None = None
    key_arn: Text | None = None
    event_name: Text | None = None
    event_source: Text | None = None
    username: Text | None = None
    principal_arn: Text | None = None
    access_key_id: Text | None = None
    error_code: Text | None = None
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    errors_only: bool = False
    read_only: bool | None = None
    portal_events: bool | None = None
    fields: Annotated[list[FieldText], Meta(max_length=5)] | None = None
    text: Text | None = None


_COLUMNS = {
    "event_id": "event_id",
    "event_name": "name",
    "event_source": "source",
    "username": "username",
    "principal_arn": "principal_arn",
    "access_key_id": "access_key_id",
    "error_code": "error_code",
    "read_only": "is_read_only",
}


def search_of(call: Call, criteria: Criteria) -> Search:
    """Return the search of the caller's account and Region; raise where it is none."""
    start, end = criteria.start_time, criteria.end_time
    if criteria.portal_events is not None and criteria.event_source:
        raise ValidationException("EventSource and PortalEvents exclude each other.")
    if start and end and start.moment > end.moment:
        raise InvalidTimeRangeException("StartTime must not be after EndTime.")
    return Search(
        account_id=call.account_id,
        region=call.region,
        first=microseconds(start.moment) if start else None,
        last=microseconds(end.moment) if end else None,
        resource=criteria.key_arn,
        columns=_columns(criteria),
        without={"source": PORTAL_SOURCE} if criteria.portal_events is False else {},
        text=criteria.text,
        fields=tuple(read_field_filter(text) for text in criteria.fields or ()),
    )


def query_of(name: str, call: Call, params: Criteria) -> list[object]:
    """Return what must stay the same from page to page of the operation ``name``."""
    return [name, call.account_id, call.region, plain(params)]


def plain(params: Criteria) -> dict[str, Any]:
    """Return the criteria that are set, in plain values, by their names here."""
    given = {name: getattr(params, name) for name in Criteria.__struct_fields__}
    if not params.errors_only:
        del given["errors_only"]
    return {
        name: value.iso() if isinstance(value, Timestamp) else value
        for name, value in given.items()
        if value is not None
    }


def _columns(criteria: Criteria) -> dict[str, str | bool]:
    given = {
        column: getattr(criteria, name)
        for name, column in _COLUMNS.items()
        if getattr(criteria, name) is not None
    }
    if criteria.errors_only:
        given["is_error"] = True
    if criteria.portal_events:
        given["source"] = PORTAL_SOURCE
    return given
