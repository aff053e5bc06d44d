"""DescribePolicy: a policy with its content."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.policies import arn_of, find_policy, policy_detail
from kmsportal.iam.organizations.shapes import PolicyDetail, PolicyId
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    policy_id: PolicyId


class Result(Answer, frozen=True, kw_only=True):
    policy: PolicyDetail


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (arn_of(organisation, find_policy(organisation, params.policy_id)),)


@organization_operation(resources=_resources)
def describe_policy(call: Call, organisation: Organisation, params: Params) -> Result:
    policy = find_policy(organisation, params.policy_id)
    return Result(policy=policy_detail(organisation, policy))
