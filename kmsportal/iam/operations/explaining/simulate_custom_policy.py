"""SimulateCustomPolicy: what policies given as texts would allow."""

from typing import Annotated

from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.engine import CallerPolicies, PolicyLayer
from kmsportal.iam.simulating.callers import find_caller, nobody
from kmsportal.iam.simulating.results import simulate
from kmsportal.iam.simulating.setting import setting_of
from kmsportal.iam.simulating.shapes import (
    OrganizationLevel,
    PolicyText,
    Simulation,
    SimulationResult,
)
from kmsportal.iam.simulating.sources import (
    compile_inputs,
    compile_levels,
    one_boundary,
)


class Params(Simulation, frozen=True, kw_only=True):
    policy_input_list: list[PolicyText]
    ordered_organization_policy_input_list: (
        Annotated[list[OrganizationLevel], Meta(max_length=7)] | None
    ) = None


@account_operation(kind=Kind.READ)
def simulate_custom_policy(call: Call, params: Params) -> SimulationResult:
    caller = CallerPolicies(
        identity=compile_inputs(
            params.policy_input_list, PolicyLayer.IDENTITY, "PolicyInputList"
        ),
        boundary=one_boundary(params.permissions_boundary_policy_input_list),
        service_control=compile_levels(params.ordered_organization_policy_input_list),
    )
    principal = (
        find_caller(call.account_id, params.caller_arn)
        if params.caller_arn
        else nobody(call.account_id)
    )
    return simulate(
        call,
        setting_of(params, principal, caller),
        actions=params.action_names,
        resources=params.resource_arns,
        types={},
    )
