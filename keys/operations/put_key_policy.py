"""PutKeyPolicy: who may do what with a key, written anew."""

from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.policy_checks import (
    Policy,
    PolicyName,
    bind_policy,
    check_policy,
    refuse_lockout,
    require_default,
)
from keys.states import ANY_STATE
from kmsportal.core.call import Call
from kmsportal.core.errors import ValidationException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape

_RAM_POLICY = "AWS_RAM"


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    policy_name: PolicyName | None = None
    policy: Policy
    bypass_policy_lockout_safety_check: bool | None = None


@key_operation(states=ANY_STATE, ends_rights=True)
def put_key_policy(call: Call, key: Key, params: Params) -> Empty:
    if params.policy_name == _RAM_POLICY:
        raise ValidationException(
            "The AWS_RAM policy can only be managed by the RAM service"
        )
    require_default(params.policy_name)
    check_policy(params.policy)
    key.policy = bind_policy(params.policy)
    if not params.bypass_policy_lockout_safety_check:
        refuse_lockout(call, key)
    key.save(update_fields=["policy"])
    return Empty()
