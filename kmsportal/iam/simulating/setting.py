"""From the parameters of a simulation to what its decisions have in common."""

import re
from collections.abc import Sequence

from kmsportal.core.arn import Arn
from kmsportal.core.errors import InvalidInputException
from kmsportal.core.principal import Principal
from kmsportal.iam.engine import (
    CallerPolicies,
    CompiledPolicy,
    PolicyLayer,
    ResourcePolicies,
)
from kmsportal.iam.simulating.callers import facts_of, read_entries
from kmsportal.iam.simulating.evaluation import Setting
from kmsportal.iam.simulating.shapes import Simulation
from kmsportal.iam.simulating.sources import compile_inputs

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9]+")


def setting_of(
    params: Simulation, principal: Principal, caller: CallerPolicies
) -> Setting:
    """Return what decisions share; InvalidInputException for unfit parameters."""
    _check_actions(params.action_names)
    policy = _resource_policy(params)
    if policy is not None and not principal.arn:
        raise InvalidInputException(
            "CallerArn is required when ResourcePolicy is given."
        )
    return Setting(
        principal=principal,
        caller=caller,
        resource=ResourcePolicies(policy=policy),
        owner=_owner(params, principal),
        entries={**facts_of(principal), **read_entries(params.context_entries or ())},
    )


def _check_actions(names: Sequence[str]) -> None:
    for name in names:
        if not _ACTION.fullmatch(name):
            raise InvalidInputException(f"Invalid Entity Action: {name}")


def _resource_policy(params: Simulation) -> CompiledPolicy | None:
    if params.resource_policy is None:
        return None
    found = compile_inputs(
        [params.resource_policy], PolicyLayer.RESOURCE, "ResourcePolicy"
    )
    return found[0]


def _owner(params: Simulation, principal: Principal) -> str:
    if params.resource_owner is None:
        return principal.account_id
    try:
        arn = Arn.parse(params.resource_owner)
    except ValueError:
        arn = None
    if arn is None or arn.service != "iam" or arn.resource != "root":
        raise InvalidInputException(
            f"Invalid ResourceOwner: {params.resource_owner} is not the ARN of an"
            " account."
        )
    return arn.account_id
