"""Finding events of one account in one Region, newest first.

A search reads the rows in the order of an index and looks at no more than a fixed
number of them, so that a page may come back short, with a cursor to go on from.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.db.models import Q, QuerySet

from audit.models import Event, EventResource
from audit.pages import Cursor
from kmsportal.core.moments import microseconds

SCAN_LIMIT = 5_000
_CHUNK = 250
# The most selective first.
_INDEXED = ("event_id", "is_error", "access_key_id", "username", "name", "is_read_only")
Places = QuerySet[Any, tuple[int, str]]


class Page(NamedTuple):
    """Some events and, unless they are the last, where the next ones begin."""

    events: list[Event]
    next: Cursor | None


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for; what is left at its default does not matter.

    ``first`` and ``last`` are epoch microseconds, both included. ``columns`` are
    values of ``Event`` columns; ``text`` is looked for in the whole record.
    """

    account_id: str
    region: str
    first: int | None = None
    last: int | None = None
    resource: str | None = None
    columns: Mapping[str, str | bool] = {}
    text: str | None = None

    @property
    def leading(self) -> Mapping[str, str | bool]:
        """The one column whose index gives the candidates, if any."""
        if self.resource is not None:
            return {}
        names = [name for name in _INDEXED if name in self.columns]
        return {name: self.columns[name] for name in names[:1]}

    @property
    def is_indexed(self) -> bool:
        """Whether every candidate is a match."""
        return self.text is None and self.leading == self.columns


def events(  # noqa: PLR0913 - one name for each field of the search form
    account_id: str,
    region: str,
    *,
    key_arn: str | None = None,
    name: str | None = None,
    username: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    errors_only: bool = False,
    text: str | None = None,
    before: Cursor | None = None,
    limit: int = 50,
) -> Page:
    """Return a page of the account's events; both moments are included."""
    given = {"name": name, "username": username, "is_error": errors_only}
    search = Search(
        account_id=account_id,
        region=region,
        first=microseconds(start) if start else None,
        last=microseconds(end) if end else None,
        resource=key_arn,
        columns={column: value for column, value in given.items() if value},
        text=text,
    )
    return find(search, before=before, limit=limit)


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
    wanted = (search.text or "").lower()
    for event in rows.order_by("-time", "-event_id"):
        if wanted in event.record.lower():
            yield event


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
