"""Saved searches: whose they are, and how answers show them."""

from typing import Annotated

import msgspec
from django.db.models import Q, QuerySet
from msgspec import Meta

from audit.criteria import Criteria
from audit.models import SavedSearch
from kmsportal.core.call import Call
from kmsportal.core.shapes import (
    Part,
    Timestamp,
    decode_timestamp,
    encode_as_iso,
    matching,
)

Name = Annotated[
    str, Meta(min_length=1, max_length=64), matching(r"[A-Za-z0-9][A-Za-z0-9 ._-]*")
]


class SavedSearchShape(Part, frozen=True, kw_only=True):
    """``is_own`` says whether the caller may change it."""

    name: str
    owner: str
    is_own: bool
    shared: bool
    saved_time: Timestamp
    filters: Criteria


def owner_of(call: Call) -> str:
    """Name who owns what the caller saves: a person whatever role she has."""
    if call.caller.membership_id is not None:
        return f"member:{call.caller.membership_id}"
    return call.caller.principal.unique_id


def visible_to(call: Call) -> QuerySet[SavedSearch]:
    """Return the caller's own searches and those that others share."""
    rows = SavedSearch.objects.filter(account_id=call.account_id)
    return rows.filter(Q(owner=owner_of(call)) | Q(is_shared=True))


def shape_of(row: SavedSearch, call: Call) -> SavedSearchShape:
    return SavedSearchShape(
        name=row.name,
        owner=row.owner_name,
        is_own=row.owner == owner_of(call),
        shared=row.is_shared,
        saved_time=Timestamp(row.saved_at),
        filters=_criteria_of(row),
    )


def filters_of(criteria: Criteria) -> dict[str, object]:
    """Return what is kept of the filters, by their names in AWS's spelling."""
    kept: dict[str, object] = msgspec.to_builtins(criteria, enc_hook=encode_as_iso)
    return kept


def _criteria_of(row: SavedSearch) -> Criteria:
    return msgspec.convert(row.filters, Criteria, dec_hook=decode_timestamp)
