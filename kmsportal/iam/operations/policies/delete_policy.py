"""DeletePolicy: a managed policy that nobody has goes, with its only version."""

from kmsportal.core.call import Call
from kmsportal.core.errors import DeleteConflictException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import ManagedPolicy
from kmsportal.iam.names import ArnText
from kmsportal.iam.policies import named_policy, require_own
from kmsportal.iam.policy_uses import uses_in


class Params(Shape, frozen=True, kw_only=True):
    policy_arn: ArnText


@entity_operation(find=named_policy, check=require_own)
def delete_policy(call: Call, policy: ManagedPolicy, params: Params) -> Empty:
    if uses_in(call.account_id).has(policy.arn):
        raise DeleteConflictException("Cannot delete a policy attached to entities.")
    if policy.versions.count() > 1:
        raise DeleteConflictException(
            "This policy has more than one version. Before you delete a policy, you"
            " must delete the policy's versions. The default version is deleted with"
            " the policy."
        )
    policy.delete()
    return Empty()
