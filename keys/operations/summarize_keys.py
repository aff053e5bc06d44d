"""SummarizeKeys, the portal's own: how many keys, and what comes next for them."""

from django.db.models import Count

from keys.key_rows import KeyRow, rows_of
from keys.models import Key, KeyState
from keys.operation import account_operation
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer

_SHOWN = 10


class Params(Shape, frozen=True, kw_only=True):
    """Nothing to ask for: it is the account and Region of the call."""


class Result(Answer, frozen=True, kw_only=True):
    total: int
    states: dict[str, int]
    pending_deletions: list[KeyRow]
    next_rotations: list[KeyRow]


@account_operation(kind=Kind.READ, service="portal")
def summarize_keys(call: Call, params: Params) -> Result:
    keys = Key.objects.in_account(call.account_id, call.region)
    counts = dict(keys.values_list("state").annotate(Count("key_id")))
    leaving = keys.filter(deletion_date__isnull=False).order_by("deletion_date")
    rotating = keys.filter(state=KeyState.ENABLED, next_rotation_at__isnull=False)
    return Result(
        total=sum(counts.values()),
        states=counts,
        pending_deletions=rows_of(call, leaving[:_SHOWN]),
        next_rotations=rows_of(call, rotating.order_by("next_rotation_at")[:_SHOWN]),
    )
