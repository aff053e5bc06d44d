"""SetDefaultPolicyVersion: another version of a managed policy comes into force."""

from kmsportal.core.call import Call
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


@entity_operation(find=named_policy, check=require_own, ends_rights=True)
def set_default_policy_version(
    call: Call, policy: ManagedPolicy, params: Params
) -> Empty:
    policy.default_version = find_version(policy, params.version_id).number
    policy.updated_at = call.time
    policy.save(update_fields=["default_version", "updated_at"])
    return Empty()
