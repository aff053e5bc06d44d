"""UpdatePolicy: another name, description or content, in force at once."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.models import PolicyType
from kmsportal.iam.organizations.declaring import every_account, organization_operation
from kmsportal.iam.organizations.policies import (
    arn_of,
    check_content,
    find_own_policy,
    find_policy,
    policy_detail,
    refuse_taken_name,
)
from kmsportal.iam.organizations.shapes import (
    Content,
    Description,
    PolicyDetail,
    PolicyId,
    PolicyName,
)
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    policy_id: PolicyId
    name: PolicyName | None = None
    description: Description | None = None
    content: Content | None = None


class Result(Answer, frozen=True, kw_only=True):
    policy: PolicyDetail


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (arn_of(organisation, find_policy(organisation, params.policy_id)),)


@organization_operation(
    kind=Kind.CHANGE, resources=_resources, changed=every_account, ends_rights=True
)
def update_policy(call: Call, organisation: Organisation, params: Params) -> Result:
    policy = find_own_policy(organisation, params.policy_id)
    if params.content is not None:
        check_content(params.content, PolicyType(policy.type))
        policy.content = params.content
    if params.name is not None:
        refuse_taken_name(organisation, policy.type, params.name, but=policy.id)
        policy.name = params.name
    if params.description is not None:
        policy.description = params.description
    policy.save(update_fields=["name", "description", "content"])
    return Result(policy=policy_detail(organisation, policy))
