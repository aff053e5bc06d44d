"""GetContextKeysForCustomPolicy: the condition keys that policies given ask for."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.engine import PolicyLayer
from kmsportal.iam.simulating.shapes import PolicyText
from kmsportal.iam.simulating.sources import compile_inputs, keys_of


class Params(Shape, frozen=True, kw_only=True):
    policy_input_list: list[PolicyText]


class Result(Answer, frozen=True, kw_only=True):
    context_key_names: list[str]


@account_operation(kind=Kind.READ)
def get_context_keys_for_custom_policy(call: Call, params: Params) -> Result:
    policies = compile_inputs(
        params.policy_input_list, PolicyLayer.IDENTITY, "PolicyInputList"
    )
    return Result(context_key_names=keys_of(policies))
