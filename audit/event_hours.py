"""Reading the histogram of the event history."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from django.db.models import QuerySet, Sum

from audit.counts import HOUR
from audit.models import EventHour


class HourQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What to count; ``first`` and ``last`` are epoch microseconds.

    Whole hours are counted: those that the two lie in, and all between. ``subject`` is
    the ARN of a resource or principal, or empty for all.
    """

    account_id: str
    region: str
    first: int
    last: int
    subject: str = ""
    source: str | None = None
    without_source: str | None = None
    name: str | None = None
    is_read_only: bool | None = None


class Count(NamedTuple):
    """Calls of one hour (from the epoch)."""

    hour: int
    calls: int
    errors: int


class NameCount(NamedTuple):
    """Calls of one name."""

    source: str
    name: str
    calls: int
    errors: int


def count_hours(query: HourQuery) -> list[Count]:
    """Return the hours that had any call, in order."""
    rows = _rows(query).values("hour").annotate(c=Sum("calls"), e=Sum("errors"))
    return [Count(*row) for row in rows.order_by("hour").values_list("hour", "c", "e")]


def count_names(query: HourQuery, *, limit: int) -> Sequence[NameCount]:
    """Return the names with most calls, most first."""
    rows = _rows(query).values("source", "name")
    rows = rows.annotate(c=Sum("calls"), e=Sum("errors"))
    ordered = rows.order_by("-c", "source", "name")
    shown = ordered.values_list("source", "name", "c", "e")[:limit]
    return [NameCount(*row) for row in shown]


def _rows(query: HourQuery) -> QuerySet[EventHour]:
    chosen = {
        "source": query.source,
        "name": query.name,
        "is_read_only": query.is_read_only,
    }
    rows = EventHour.objects.filter(
        account_id=query.account_id,
        region=query.region,
        subject=query.subject,
        hour__gte=query.first // HOUR,
        hour__lte=query.last // HOUR,
        **{column: value for column, value in chosen.items() if value is not None},
    )
    if query.without_source is not None:
        rows = rows.exclude(source=query.without_source)
    return rows
