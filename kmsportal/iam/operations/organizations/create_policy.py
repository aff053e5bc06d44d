"""CreatePolicy: a service or resource control policy, attached to nothing yet."""

from kmsportal.core.call import Call
from kmsportal.core.errors import ConstraintViolationException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.models import ControlPolicy
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import new_policy_id
from kmsportal.iam.organizations.policies import (
    MOST_POLICIES,
    check_content,
    control_type,
    policy_detail,
    refuse_taken_name,
)
from kmsportal.iam.organizations.shapes import (
    AnyPolicyType,
    Content,
    Description,
    OrganizationTag,
    PolicyDetail,
    PolicyName,
)
from kmsportal.iam.organizations.tags import read_tags
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    content: Content
    description: Description
    name: PolicyName
    type: AnyPolicyType
    tags: list[OrganizationTag] | None = None


class Result(Answer, frozen=True, kw_only=True):
    policy: PolicyDetail


@organization_operation(kind=Kind.CHANGE)
def create_policy(call: Call, organisation: Organisation, params: Params) -> Result:
    kind = control_type(params.type)
    check_content(params.content, kind)
    refuse_taken_name(organisation, kind, params.name)
    if organisation.controlpolicy_set.filter(type=kind).count() >= MOST_POLICIES:
        raise ConstraintViolationException(
            f"An organization can have at most {MOST_POLICIES} policies of a type.",
            reason="POLICY_NUMBER_LIMIT_EXCEEDED",
        )
    policy = ControlPolicy.objects.create(
        id=new_policy_id(),
        organisation=organisation,
        type=kind,
        name=params.name,
        description=params.description,
        content=params.content,
        tags=read_tags(params.tags or ()),
        created_at=call.time,
    )
    return Result(policy=policy_detail(organisation, policy))
