"""GetPolicy: a managed policy, without its text."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.names import ArnText
from kmsportal.iam.policies import (
    Policy,
    ShownManagedPolicy,
    named_policy,
    shown_policy,
)
from kmsportal.iam.policy_uses import uses_in


class Params(Shape, frozen=True, kw_only=True):
    policy_arn: ArnText


class Result(Answer, frozen=True, kw_only=True):
    policy: ShownManagedPolicy


@entity_operation(find=named_policy, kind=Kind.READ)
def get_policy(call: Call, policy: Policy, params: Params) -> Result:
    return Result(policy=shown_policy(policy, uses_in(call.account_id)))
