"""SearchKeys, the portal's own: keys by any word that people know them by."""

from enum import Enum
from typing import Annotated, Literal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from msgspec import Meta

from keys.key_rows import KeyRow, rows_of
from keys.models import Alias, Key, KeyTag
from keys.operation import account_operation
from keys.paging import DEFAULT_LIMIT, Limit, Marker, page_by_offset
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer

# The values of KeyState, whose kind of enumeration msgspec does not decode.
StateName = Literal[
    "Creating",
    "Enabled",
    "Disabled",
    "PendingDeletion",
    "PendingImport",
    "PendingReplicaDeletion",
    "Unavailable",
    "Updating",
]


class SortBy(Enum):
    """What to sort by; ``Name`` is the first alias, keys without one come last."""

    CREATED = "Created"
    NAME = "Name"
    STATE = "State"


class SortOrder(Enum):
    """Which end comes first."""

    ASCENDING = "Ascending"
    DESCENDING = "Descending"


class Params(Shape, frozen=True, kw_only=True):
    text: Annotated[str, Meta(max_length=256)] = ""
    states: Annotated[list[StateName], Meta(max_length=8)] | None = None
    sort_by: SortBy = SortBy.CREATED
    sort_order: SortOrder = SortOrder.DESCENDING
    limit: Limit | None = None
    marker: Marker | None = None


class Result(Answer, frozen=True, kw_only=True):
    keys: list[KeyRow]
    total: int
    next_marker: str | None = None
    truncated: bool


@account_operation(kind=Kind.READ, service="portal")
def search_keys(call: Call, params: Params) -> Result:
    found = _matching(call, params)
    page = page_by_offset(
        call,
        _sorted(found, params),
        limit=params.limit or DEFAULT_LIMIT,
        filters=_filters(params),
    )
    return Result(
        keys=rows_of(call, page.items),
        total=found.count(),
        next_marker=page.next_marker,
        truncated=page.is_truncated,
    )


def _matching(call: Call, params: Params) -> QuerySet[Key]:
    keys = Key.objects.in_account(call.account_id, call.region)
    if params.states is not None:
        keys = keys.filter(state__in=params.states)
    text = params.text.strip()
    if not text:
        return keys
    tags = _of_key(KeyTag).filter(Q(name__icontains=text) | Q(value__icontains=text))
    return keys.filter(
        # A pasted ARN ends in the id.
        Q(key_id__icontains=text.rpartition("/")[2])
        | Q(description__icontains=text)
        | Exists(_of_key(Alias).filter(name__icontains=text))
        | Exists(tags)
    )


def _of_key(table: type[Alias] | type[KeyTag]) -> QuerySet[Alias] | QuerySet[KeyTag]:
    return table.objects.filter(
        account_id=OuterRef("account_id"),
        region=OuterRef("region"),
        key_id=OuterRef("key_id"),
    )


def _sorted(keys: QuerySet[Key], params: Params) -> QuerySet[Key]:
    if params.sort_by is SortBy.NAME:
        first = _of_key(Alias).order_by("name").values("name")[:1]
        keys = keys.annotate(first_alias=Subquery(first))
    column = F(_COLUMNS[params.sort_by])
    is_descending = params.sort_order is SortOrder.DESCENDING
    ordering = column.desc if is_descending else column.asc
    return keys.order_by(ordering(nulls_last=True), "key_id")


_COLUMNS = {
    SortBy.CREATED: "created_at",
    SortBy.NAME: "first_alias",
    SortBy.STATE: "state",
}


def _filters(params: Params) -> tuple[str, ...]:
    states = sorted(params.states or ())
    order = (params.sort_by.value, params.sort_order.value)
    return (params.text, *order, *states)
