"""AttachPolicy: bind the root, a unit or an account by a policy."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.organizations.attachments import attach
from kmsportal.iam.organizations.declaring import every_account, organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.policies import arn_of, find_policy
from kmsportal.iam.organizations.shapes import PolicyId, TargetId
from kmsportal.iam.organizations.tree import find_target
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    policy_id: PolicyId
    target_id: TargetId


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    policy = find_policy(organisation, params.policy_id)
    return (
        arn_of(organisation, policy),
        entity_arn(organisation, params.target_id),
    )


@organization_operation(
    kind=Kind.CHANGE, resources=_resources, changed=every_account, ends_rights=True
)
def attach_policy(call: Call, organisation: Organisation, params: Params) -> Empty:
    policy = find_policy(organisation, params.policy_id)
    target = find_target(organisation, params.target_id)
    attach(organisation, policy, target.target_id)
    return Empty()
