"""GetKeyPolicy: the text of a key's policy."""

from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.policy_checks import DEFAULT_POLICY, PolicyName, require_default, show_policy
from keys.states import ANY_STATE
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    policy_name: PolicyName | None = None


class Result(Answer, frozen=True, kw_only=True):
    policy: str
    policy_name: str


@key_operation(kind=Kind.READ, states=ANY_STATE)
def get_key_policy(call: Call, key: Key, params: Params) -> Result:
    require_default(params.policy_name)
    return Result(policy=show_policy(key.policy), policy_name=DEFAULT_POLICY)
