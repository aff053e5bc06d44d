"""ListTargetsForPolicy: what a policy is attached to."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.attachments import targets_of
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.pages import page_of
from kmsportal.iam.organizations.policies import arn_of, find_policy
from kmsportal.iam.organizations.shapes import (
    MaxResults,
    NextToken,
    PolicyId,
    TargetEntry,
)
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    policy_id: PolicyId
    next_token: NextToken | None = None
    max_results: MaxResults | None = None


class Result(Answer, frozen=True, kw_only=True):
    targets: tuple[TargetEntry, ...]
    next_token: str | None = None


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (arn_of(organisation, find_policy(organisation, params.policy_id)),)


@organization_operation(resources=_resources)
def list_targets_for_policy(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    policy = find_policy(organisation, params.policy_id)
    found = targets_of(organisation, policy)
    page, token = page_of(call, found, by=lambda target: target.target_id)
    return Result(targets=page, next_token=token)
