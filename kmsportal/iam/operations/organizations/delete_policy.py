"""DeletePolicy: end a policy that is attached to nothing."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.errors import PolicyInUseException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.policies import arn_of, find_own_policy, find_policy
from kmsportal.iam.organizations.shapes import PolicyId
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    policy_id: PolicyId


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (arn_of(organisation, find_policy(organisation, params.policy_id)),)


@organization_operation(kind=Kind.CHANGE, resources=_resources)
def delete_policy(call: Call, organisation: Organisation, params: Params) -> Empty:
    policy = find_own_policy(organisation, params.policy_id)
    if policy.attachments.exists():
        raise PolicyInUseException(
            "The policy is attached to one or more entities. Detach it from all first."
        )
    policy.delete()
    return Empty()
