"""Finding events of one account in one Region, newest first.

A search reads the rows in the order of an index and looks at no more than a fixed
number of them, so that a page may come back short, with a cursor to go on from.
The index is that of the condition which leaves the fewest candidates; the others are
held against the rows, or against the record's own members where there is no column.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from django.db.models import Q, QuerySet

from audit.leading import leading_columns
from audit.models import Event, EventResource
from audit.pages import Cursor
from audit.record_fields import FieldFilter

SCAN_LIMIT = 5_000
_CHUNK = 250
Places = QuerySet[Any, tuple[int, str]]


class Page(NamedTuple):
    """Some events and, unless they are the last, where the next ones begin."""

    events: list[Event]
    next: Cursor | None


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for; what is left at its default does not matter.

    ``first`` and ``last`` are epoch microseconds, both included. ``columns`` are
    values of ``Event`` columns, ``without`` values that they must not have; ``text``
    is looked for in the whole record, ``fields`` in members of it.
    """

    account_id: str
    region: str
    first: int | None = None
    last: int | None = None
    resource: str | None = None
    columns: Mapping[str, str | bool] = {}
    without: Mapping[str, str] = {}
    text: str | None = None
    fields: tuple[FieldFilter, ...] = ()

    @property
    def leading(self) -> Mapping[str, str | bool]:
        """The columns whose index gives the candidates, if any."""
        if self.resource is not None:
            return {}
        return leading_columns(self.account_id, self.columns)

    @property
    def is_indexed(self) -> bool:
        """Whether every candidate is a match."""
        is_filtered = self.text or self.fields or self.without
        return not is_filtered and self.leading == self.columns


def find(search: Search, *, before: Cursor | None, limit: int) -> Page:
    """Return up to ``limit`` events older than ``before``."""
    found: list[Event] = []
    size = limit + 1 if search.is_indexed else _CHUNK
    for _ in range(max(1, SCAN_LIMIT // size)):
        places = list(_places(search, before)[:size])
        for event in _matches(search, places):
            if len(found) == limit:
                return Page(found, _cursor(found[-1]))
            found.append(event)
        if len(places) < size:
            return Page(found, None)
        before = Cursor(*places[size - 1])
    return Page(found, before)


def _places(search: Search, before: Cursor | None) -> Places:
    """Order the candidates by the index that fits best, and by nothing else.

    Were a second condition added here, the database would read on until it is met.
    """
    rows: QuerySet[Any] = Event.objects.filter(**search.leading)
    if search.resource is not None:
        rows = EventResource.objects.filter(arn=search.resource)
    return (
        rows.filter(account_id=search.account_id, region=search.region)
        .filter(_span(search, before))
        .order_by("-time", "-event_id")
        .values_list("time", "event_id")
    )


def _matches(search: Search, places: Sequence[tuple[int, str]]) -> Iterator[Event]:
    """Read the candidates and keep those that meet every condition."""
    ids = [event_id for _, event_id in places]
    rows = Event.objects.filter(
        account_id=search.account_id, event_id__in=ids, **search.columns
    )
    for column, value in search.without.items():
        rows = rows.exclude(**{column: value})
    wanted = (search.text or "").lower()
    for event in rows.order_by("-time", "-event_id"):
        if wanted in event.record.lower() and _has_fields(event, search.fields):
            yield event


def _has_fields(event: Event, fields: Sequence[FieldFilter]) -> bool:
    if not all(field.needle in event.record for field in fields):
        return False
    record = msgspec.json.decode(event.record) if fields else {}
    return all(field.holds(record) for field in fields)


def _span(search: Search, before: Cursor | None) -> Q:
    span = Q()
    if search.first is not None:
        span &= Q(time__gte=search.first)
    if search.last is not None:
        span &= Q(time__lte=search.last)
    if before is not None:
        # The plain bound lets the index be entered at the right place.
        span &= Q(time__lte=before.time)
        span &= Q(time__lt=before.time) | Q(event_id__lt=before.event_id)
    return span


def _cursor(event: Event) -> Cursor:
    return Cursor(event.time, event.event_id)
