"""ListPoliciesForTarget: the policies right on the root, a unit or an account."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.pages import page_of
from kmsportal.iam.organizations.policies import attached_to, control_type, policy_entry
from kmsportal.iam.organizations.shapes import (
    AnyPolicyType,
    MaxResults,
    NextToken,
    PolicyEntry,
    TargetId,
)
from kmsportal.iam.organizations.tree import find_target
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    target_id: TargetId
    filter: AnyPolicyType
    next_token: NextToken | None = None
    max_results: MaxResults | None = None


class Result(Answer, frozen=True, kw_only=True):
    policies: tuple[PolicyEntry, ...]
    next_token: str | None = None


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.target_id),)


@organization_operation(resources=_resources)
def list_policies_for_target(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    target = find_target(organisation, params.target_id)
    kind = control_type(params.filter)
    found = attached_to(organisation, target.target_id, kind)
    page, token = page_of(call, found, by=lambda policy: policy.id)
    entries = tuple(policy_entry(organisation, policy) for policy in page)
    return Result(policies=entries, next_token=token)
