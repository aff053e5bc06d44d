"""IAM's lists whole, then searched, sorted and cut into pages.

IAM's own lists know neither search nor order, and its quotas keep them short.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator

from kmsportal.console.iam.forms import SearchForm
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.core.shapes import Timestamp

_PAGE_SIZE = 25
_MOST_ITEMS = 1000


class Row(NamedTuple):
    """One line of a list; ``note`` is whatever else the search looks at."""

    name: str
    path: str
    arn: str
    unique_id: str
    created: Timestamp
    note: str = ""
    uses: int = 0


_ORDERS: Mapping[str, tuple[Callable[[Row], Any], bool]] = {
    "name": (lambda row: row.name.lower(), False),
    "newest": (lambda row: row.created.moment, True),
    "oldest": (lambda row: row.created.moment, False),
    "used": (lambda row: row.uses, True),
}


def everything(
    request: ConsoleRequest, name: str, member: str, /, **members: object
) -> list[Answer]:
    """Return all items of an IAM list, page after page; a refusal is raised."""
    found: list[Answer] = []
    marker = None
    while True:
        answer = request.perform(name, marker=marker, max_items=_MOST_ITEMS, **members)
        found += getattr(answer, member)
        marker = answer.marker
        if marker is None:
            return found


def page_of(
    request: ConsoleRequest, form: SearchForm, rows: Iterable[Row]
) -> "Page[Row]":
    """Return the page asked for of the rows that match, in the order asked for."""
    chosen = form.cleaned_data if form.is_valid() else {}
    text = str(chosen.get("text", "")).strip().lower()
    key, is_reversed = _ORDERS[chosen.get("sort") or "name"]
    matching = [row for row in rows if _matches(row, text)]
    # By name first: rows that are equal in the other order stay readable.
    matching.sort(key=lambda row: row.name.lower())
    matching.sort(key=key, reverse=is_reversed)
    return Paginator(matching, _PAGE_SIZE).get_page(request.query.get("page"))


def _matches(row: Row, text: str) -> bool:
    looked_at = (row.name, row.arn, row.unique_id, row.note)
    return any(text in one.lower() for one in looked_at)
