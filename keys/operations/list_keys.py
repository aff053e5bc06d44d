"""ListKeys: the ids and ARNs of all keys of the account in the Region."""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from keys.models import Key
from keys.operation import account_operation
from keys.paging import DEFAULT_LIMIT, Limit, Marker, page_by_name
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part
from kmsportal.core.shapes import Result as Answer
from kmsportal.tenancy.snapshots import SnapshotCache


class ResourceOwner(Enum):
    """Whose keys to list."""

    SELF = "SELF"
    OTHER_ACCOUNTS_VIA_RAM = "OTHER_ACCOUNTS_VIA_RAM"


class Params(Shape, frozen=True, kw_only=True):
    limit: Limit | None = None
    marker: Marker | None = None
    resource_owners: (
        Annotated[list[ResourceOwner], Meta(min_length=1, max_length=2)] | None
    ) = None


class KeyListEntry(Part, frozen=True, kw_only=True):
    key_id: str
    key_arn: str


class Result(Answer, frozen=True, kw_only=True):
    keys: list[KeyListEntry]
    next_marker: str | None = None
    truncated: bool


# A page may hold a thousand keys, so few are kept.
_pages: SnapshotCache[tuple[object, ...], Result] = SnapshotCache(limit=256)


@account_operation(kind=Kind.SNAPSHOT)
def list_keys(call: Call, params: Params) -> Result:
    owners = tuple(params.resource_owners or ())
    return _pages.find(
        (call.account_id, call.region, params.limit, params.marker, owners),
        account_id=call.account_id,
        load=lambda: _read_page(call, params),
        may_wait=call.may_wait,
    )


def _read_page(call: Call, params: Params) -> Result:
    owners = params.resource_owners or [ResourceOwner.SELF]
    keys = Key.objects.in_account(call.account_id, call.region)
    if ResourceOwner.SELF not in owners:
        # Resource Access Manager shares nothing here.
        keys = keys.none()
    page = page_by_name(
        call,
        keys,
        by="key_id",
        limit=params.limit or DEFAULT_LIMIT,
        filters=sorted(owner.value for owner in owners),
    )
    return Result(
        keys=[KeyListEntry(key_id=key.key_id, key_arn=key.arn) for key in page.items],
        next_marker=page.next_marker,
        truncated=page.is_truncated,
    )
