"""ListKeyPolicies: the names of a key's policies, which is always the one."""

from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.paging import DEFAULT_LIMIT, Limit, Marker, page_by_offset
from keys.policy_checks import DEFAULT_POLICY
from keys.states import ANY_STATE
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    limit: Limit | None = None
    marker: Marker | None = None


class Result(Answer, frozen=True, kw_only=True):
    policy_names: list[str]
    next_marker: str | None = None
    truncated: bool


@key_operation(kind=Kind.READ, states=ANY_STATE)
def list_key_policies(call: Call, key: Key, params: Params) -> Result:
    limit = params.limit or DEFAULT_LIMIT
    page = page_by_offset(call, [DEFAULT_POLICY], limit=limit, filters=(key.key_id,))
    return Result(
        policy_names=list(page.items),
        next_marker=page.next_marker,
        truncated=page.is_truncated,
    )
