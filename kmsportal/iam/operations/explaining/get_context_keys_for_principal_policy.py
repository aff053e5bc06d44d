"""GetContextKeysForPrincipalPolicy: the condition keys that a holder's policies ask."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.engine import PolicyLayer
from kmsportal.iam.names import ArnText
from kmsportal.iam.simulating.shapes import PolicyText
from kmsportal.iam.simulating.sources import (
    compile_inputs,
    find_holder,
    keys_of,
    policies_of,
)


class Params(Shape, frozen=True, kw_only=True):
    policy_source_arn: ArnText
    policy_input_list: list[PolicyText] | None = None


class Result(Answer, frozen=True, kw_only=True):
    context_key_names: list[str]


def _source(call: Call) -> str:
    arn: str = call.params.policy_source_arn  # type: ignore[attr-defined]  # declared so
    return arn


@account_operation(resource=_source, kind=Kind.READ)
def get_context_keys_for_principal_policy(call: Call, params: Params) -> Result:
    holder = find_holder(call.account_id, params.policy_source_arn)
    given = compile_inputs(
        params.policy_input_list, PolicyLayer.IDENTITY, "PolicyInputList"
    )
    return Result(context_key_names=keys_of([*policies_of(holder).identity, *given]))
