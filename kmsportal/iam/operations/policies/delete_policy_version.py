"""DeletePolicyVersion: a version that is not in force goes."""

from kmsportal.core.call import Call
from kmsportal.core.errors import DeleteConflictException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import ManagedPolicy
from kmsportal.iam.names import ArnText
from kmsportal.iam.policies import find_version, named_policy, require_own
from kmsportal.iam.policy_names import VersionId


class Params(Shape, frozen=True, kw_only=True):
    policy_arn: ArnText
    version_id: VersionId


@entity_operation(find=named_policy, check=require_own)
def delete_policy_version(call: Call, policy: ManagedPolicy, params: Params) -> Empty:
    version = find_version(policy, params.version_id)
    if version.number == policy.default_version:
        raise DeleteConflictException("Cannot delete the default version of a policy.")
    version.delete()
    policy.updated_at = call.time
    policy.save(update_fields=["updated_at"])
    return Empty()
