"""Cutting lists into pages, with markers that only this installation can make."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from django.db.models import Model, QuerySet
from django.utils.crypto import salted_hmac
from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.pages import open_marker, seal_marker
from kmsportal.core.shapes import matching

Limit = Annotated[int, Meta(ge=1, le=1000)]
Marker = Annotated[
    str, Meta(min_length=1, max_length=1024), matching(r"[\u0020-\u00FF]*")
]
DEFAULT_LIMIT = 100

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """The items of one page and the marker of the next, if there is one."""

    items: Sequence[Item]
    next_marker: str | None

    @property
    def is_truncated(self) -> bool:
        return self.next_marker is not None


def page_by_name(
    call: Call,
    rows: QuerySet[Row],
    *,
    by: str,
    limit: int,
    filters: Sequence[str] = (),
) -> Page[Row]:
    """Return the rows after the call's marker, in the order of the column ``by``.

    ``by`` is unique among ``rows``, so that nothing is skipped or shown twice however
    the table changes between two pages.
    """
    position = _position(call, filters)
    if position is not None:
        rows = rows.filter(**{f"{by}__gt": position})
    found = list(rows.order_by(by)[: limit + 1])
    is_last = len(found) <= limit
    last = "" if is_last else str(getattr(found[limit - 1], by))
    return Page(found[:limit], None if is_last else _marker(call, last, filters))


def page_by_offset(
    call: Call,
    items: "Sequence[Item] | QuerySet[Any, Item]",
    *,
    limit: int,
    filters: Sequence[str] = (),
) -> Page[Item]:
    """Return the items from the call's marker on; for lists that are ordered freely."""
    offset = int(_position(call, filters) or 0)
    found = list(items[offset : offset + limit + 1])
    is_last = len(found) <= limit
    next_marker = None if is_last else _marker(call, str(offset + limit), filters)
    return Page(found[:limit], next_marker)


def _position(call: Call, filters: Sequence[str]) -> str | None:
    marker: str | None = call.params.marker  # type: ignore[attr-defined]  # declared so
    if marker is None:
        return None
    return open_marker(marker, secret=_secret(), scope=_scope(call, filters))


def _marker(call: Call, position: str, filters: Sequence[str]) -> str:
    return seal_marker(position, secret=_secret(), scope=_scope(call, filters))


def _scope(call: Call, filters: Sequence[str]) -> tuple[str, ...]:
    return (call.account_id, call.region, call.operation.action, *filters)


def _secret() -> bytes:
    return salted_hmac("kmsportal.pages", "", algorithm="sha256").digest()
