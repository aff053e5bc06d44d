"""CountEvents: calls by hour or day, of the account, one key or one principal."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Annotated

from msgspec import Meta

from audit.counts import HOUR
from audit.criteria import PORTAL_SOURCE, Text
from audit.event_hours import Count, HourQuery, count_hours, count_names
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import InvalidTimeRangeException, ValidationException
from kmsportal.core.moments import microseconds
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer

_DAY_HOURS = 24


class Interval(Enum):
    """How long each counted span is."""

    HOUR = "HOUR"
    DAY = "DAY"


_LONGEST = {Interval.HOUR: timedelta(days=31), Interval.DAY: timedelta(days=400)}


class Params(Shape, frozen=True, kw_only=True):
    """Without moments the last 24 hours are counted."""

    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    interval: Interval = Interval.HOUR
    key_arn: Text | None = None
    principal_arn: Text | None = None
    event_name: Text | None = None
    event_source: Text | None = None
    read_only: bool | None = None
    portal_events: bool | None = None
    max_names: Annotated[int, Meta(ge=0, le=100)] = 10


class SpanCount(Part, frozen=True, kw_only=True):
    """``errors`` are among ``calls``; spans without calls are left out."""

    start_time: Timestamp
    calls: int
    errors: int


class EventCount(Part, frozen=True, kw_only=True):
    event_source: str
    event_name: str
    calls: int
    errors: int


class Result(Answer, frozen=True, kw_only=True):
    start_time: Timestamp
    end_time: Timestamp
    calls: int
    errors: int
    spans: list[SpanCount]
    events: list[EventCount]


def _check(call: Call, _bound: None) -> None:
    params: Params = call.params  # type: ignore[assignment]  # this operation's own
    start, end = _moments(call, params)
    if start > end:
        raise InvalidTimeRangeException("StartTime must not be after EndTime.")
    if end - start > _LONGEST[params.interval]:
        raise InvalidTimeRangeException(
            f"At most {_LONGEST[params.interval].days} days are counted by the"
            f" {params.interval.value.lower()}."
        )
    if params.key_arn and params.principal_arn:
        raise ValidationException("KeyArn and PrincipalArn exclude each other.")
    if params.event_source and params.portal_events is not None:
        raise ValidationException("EventSource and PortalEvents exclude each other.")


@account_operation(service="portal", kind=Kind.READ, check=_check)
def count_events(call: Call, params: Params) -> Result:
    """Answer whole hours, or days in UTC: those that the moments lie in as well."""
    query = _query(call, params)
    hours = count_hours(query)
    names = count_names(query, limit=params.max_names)
    return Result(
        start_time=_moment(query.first // HOUR),
        end_time=_moment(query.last // HOUR + 1),
        calls=sum(one.calls for one in hours),
        errors=sum(one.errors for one in hours),
        spans=_spans(hours, 1 if params.interval is Interval.HOUR else _DAY_HOURS),
        events=[
            EventCount(event_source=source, event_name=name, calls=calls, errors=errors)
            for source, name, calls, errors in names
        ],
    )


def _query(call: Call, params: Params) -> HourQuery:
    start, end = _moments(call, params)
    return HourQuery(
        account_id=call.account_id,
        region=call.region,
        first=microseconds(start),
        last=microseconds(end),
        subject=params.key_arn or params.principal_arn or "",
        source=PORTAL_SOURCE if params.portal_events else params.event_source,
        without_source=PORTAL_SOURCE if params.portal_events is False else None,
        name=params.event_name,
        is_read_only=params.read_only,
    )


def _moments(call: Call, params: Params) -> tuple[datetime, datetime]:
    """Return the first and the last moment; a day is counted from its midnight."""
    end = params.end_time.moment if params.end_time else call.time
    is_by_day = params.interval is Interval.DAY
    start = params.start_time.moment if params.start_time else end - timedelta(days=1)
    if not is_by_day:
        return start, end
    return start.replace(hour=0, minute=0, second=0, microsecond=0), end


def _spans(hours: list[Count], length: int) -> list[SpanCount]:
    calls: Counter[int] = Counter()
    errors: Counter[int] = Counter()
    for one in hours:
        span = one.hour // length * length
        calls[span] += one.calls
        errors[span] += one.errors
    return [
        SpanCount(start_time=_moment(span), calls=calls[span], errors=errors[span])
        for span in sorted(calls)
    ]


def _moment(hour: int) -> Timestamp:
    return Timestamp(datetime.fromtimestamp(hour * 3600, UTC))
