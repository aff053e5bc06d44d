"""IAM's lists: pages by ``Marker`` and ``MaxItems``, and those under a path."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from django.db.models import Model, QuerySet
from django.db.models.functions import Substr
from django.db.models.lookups import Exact
from django.utils.crypto import salted_hmac
from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidMarkerException, ValidationException
from kmsportal.core.pages import open_marker, seal_marker
from kmsportal.core.shapes import matching

MaxItems = Annotated[int, Meta(ge=1, le=1000)]
Marker = Annotated[
    str, Meta(min_length=1, max_length=320), matching(r"[\u0020-\u00FF]+")
]
_DEFAULT = 100

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """The items of one page and the marker of the next, if there is one."""

    items: Sequence[Item]
    marker: str | None

    @property
    def is_truncated(self) -> bool:
        return self.marker is not None


def page_of_rows(
    call: Call, rows: QuerySet[Row], *, by: str = "name", of: Sequence[str] = ()
) -> Page[Row]:
    """Return the rows after the call's marker, in the order of the column ``by``.

    ``by`` is unique among ``rows``. ``of`` names what the list is of, besides the
    account and the operation; a marker is good for that list alone.
    """
    position = _position(call, of)
    if position is not None:
        rows = rows.filter(**{f"{by}__gt": position})
    limit = _limit(call)
    found = list(rows.order_by(by)[: limit + 1])
    is_last = len(found) <= limit
    last = "" if is_last else str(getattr(found[limit - 1], by))
    return Page(found[:limit], None if is_last else _marker(call, last, of))


def page_of_items(
    call: Call, items: Sequence[Item], *, of: Sequence[str] = ()
) -> Page[Item]:
    """Return the items from the call's marker on, which counts them."""
    offset, limit = int(_position(call, of) or 0), _limit(call)
    end = offset + limit
    marker = _marker(call, str(end), of) if end < len(items) else None
    return Page(items[offset:end], marker)


def under_path(rows: QuerySet[Row], prefix: str | None) -> QuerySet[Row]:
    """Keep the rows whose path begins with ``prefix``, capitals told apart."""
    if prefix is None or prefix == "/":
        return rows
    # SQLite's LIKE, and so Django's startswith, would take capitals for small letters.
    return rows.filter(Exact(Substr("path", 1, len(prefix)), prefix))


def _limit(call: Call) -> int:
    params: Any = call.params
    return params.max_items or _DEFAULT


def _position(call: Call, of: Sequence[str]) -> str | None:
    params: Any = call.params
    if params.marker is None:
        return None
    try:
        return open_marker(params.marker, secret=_secret(), scope=_scope(call, of))
    except InvalidMarkerException:
        # The model of IAM has no error of its own for it.
        raise ValidationException("Invalid Marker.") from None


def _marker(call: Call, position: str, of: Sequence[str]) -> str:
    return seal_marker(position, secret=_secret(), scope=_scope(call, of))


def _scope(call: Call, of: Sequence[str]) -> tuple[str, ...]:
    return (call.account_id, call.operation.action, *of)


def _secret() -> bytes:
    return salted_hmac("kmsportal.iam.paging", "", algorithm="sha256").digest()
