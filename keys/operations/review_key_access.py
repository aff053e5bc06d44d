"""ReviewKeyAccess, the portal's own: everybody who may do something with a key."""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from keys.access.actions import KEY_ACTIONS
from keys.access.asking import own_key
from keys.access.people import people, references
from keys.access.review import Access, Certainty, review, reviewed_key
from keys.metadata import KeyIdOrName
from keys.models import KeyGrant
from keys.operation import account_operation
from keys.paging import Marker, page_by_offset
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer

_FEW = 100
ActionName = Annotated[str, Meta(max_length=128)]


class AccessSort(Enum):
    """What the entries of a page are in order of."""

    PRINCIPAL = "Principal"
    ACTION = "Action"


class Params(Shape, frozen=True, kw_only=True):
    """``limit`` is how many principals a page looks at; one may have no access."""

    key_id: KeyIdOrName
    principal: Annotated[str, Meta(max_length=2048)] = ""
    action: ActionName = ""
    access: Certainty | None = None
    sort_by: AccessSort = AccessSort.PRINCIPAL
    limit: Annotated[int, Meta(ge=1, le=500)] | None = None
    marker: Marker | None = None


class Result(Answer, frozen=True, kw_only=True):
    entries: list[Access]
    next_marker: str | None = None
    truncated: bool


@account_operation(kind=Kind.READ, service="portal")
def review_key_access(call: Call, params: Params) -> Result:
    key = own_key(call, params.key_id)
    filters = (key.key_id, params.principal, params.action)
    page = page_by_offset(
        call, references(key), limit=params.limit or _FEW, filters=filters
    )
    reviewed = reviewed_key(key, KeyGrant.objects.of_key(key).weighed())
    actions = [a for a in KEY_ACTIONS if params.action.lower() in a.lower()]
    found = [
        access
        for person in people(key, page.items)
        if params.principal.lower() in person.name.lower()
        for access in review(call, person, reviewed, actions)
        if params.access is None or access.access == params.access.value
    ]
    return Result(
        entries=_sorted(found, params.sort_by),
        next_marker=page.next_marker,
        truncated=page.is_truncated,
    )


def _sorted(found: list[Access], by: AccessSort) -> list[Access]:
    if by is AccessSort.ACTION:
        return sorted(found, key=lambda one: (one.action, one.principal))
    return sorted(found, key=lambda one: (one.principal, one.action))
