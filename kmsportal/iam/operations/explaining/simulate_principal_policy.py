"""SimulatePrincipalPolicy: what the policies of a user, group or role would allow."""

from typing import Annotated

import msgspec
from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.engine import CallerPolicies, PolicyLayer
from kmsportal.iam.names import ArnText
from kmsportal.iam.simulating.callers import find_caller
from kmsportal.iam.simulating.results import simulate
from kmsportal.iam.simulating.setting import setting_of
from kmsportal.iam.simulating.shapes import (
    PolicyIdentifier,
    PolicyText,
    PolicyType,
    Simulation,
    SimulationResult,
)
from kmsportal.iam.simulating.sources import (
    Sourced,
    compile_inputs,
    find_holder,
    one_boundary,
    policies_of,
    sourced,
    without_excluded,
)


class Params(Simulation, frozen=True, kw_only=True):
    policy_source_arn: ArnText
    policy_input_list: list[PolicyText] | None = None
    policy_exclusion_list: (
        Annotated[list[PolicyIdentifier], Meta(max_length=256)] | None
    ) = None


def _source(call: Call) -> str:
    arn: str = call.params.policy_source_arn  # type: ignore[attr-defined]  # declared so
    return arn


@account_operation(resource=_source, kind=Kind.READ)
def simulate_principal_policy(call: Call, params: Params) -> SimulationResult:
    holder = find_holder(call.account_id, params.policy_source_arn)
    policies = policies_of(holder)
    excluded = params.policy_exclusion_list or []
    attached = [
        *without_excluded(sourced(call.account_id, holder, policies.identity), excluded)
    ]
    principal = find_caller(
        call.account_id, params.caller_arn or params.policy_source_arn
    )
    return simulate(
        call,
        setting_of(params, principal, _caller(params, policies, attached)),
        actions=params.action_names,
        resources=params.resource_arns,
        types={id(one.policy): one.type for one in attached},
    )


def _caller(
    params: Params, policies: CallerPolicies, attached: list[Sourced]
) -> CallerPolicies:
    """Return the caller's side: what is attached and not excluded, and the inputs.

    A boundary that is given stands for the one that is attached.
    """
    given = compile_inputs(
        params.policy_input_list, PolicyLayer.IDENTITY, "PolicyInputList"
    )
    left_out = {one.policy_type for one in params.policy_exclusion_list or []}
    boundary = one_boundary(params.permissions_boundary_policy_input_list)
    if boundary is None and PolicyType.BOUNDARY not in left_out:
        boundary = policies.boundary
    is_controlled = PolicyType.SERVICE_CONTROL not in left_out
    return msgspec.structs.replace(
        policies,
        identity=(*(one.policy for one in attached), *given),
        boundary=boundary,
        service_control=policies.service_control if is_controlled else (),
    )
