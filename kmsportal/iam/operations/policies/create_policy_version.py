"""CreatePolicyVersion: another text for a managed policy, one of five at most."""

from kmsportal.core.call import Call
from kmsportal.core.errors import LimitExceededException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam import quotas
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import ManagedPolicy, PolicyVersion
from kmsportal.iam.names import ArnText
from kmsportal.iam.policies import (
    ShownVersion,
    named_policy,
    require_own,
    shown_version,
)
from kmsportal.iam.policy_names import PolicyText
from kmsportal.iam.policy_writing import check_managed_policy


class Params(Shape, frozen=True, kw_only=True):
    policy_arn: ArnText
    policy_document: PolicyText
    set_as_default: bool | None = None


class Result(Answer, frozen=True, kw_only=True):
    policy_version: ShownVersion


@entity_operation(find=named_policy, check=require_own, ends_rights=True)
def create_policy_version(call: Call, policy: ManagedPolicy, params: Params) -> Result:
    check_managed_policy(params.policy_document, policy.name)
    most = quotas.VERSIONS_OF_A_POLICY
    if policy.versions.count() >= most:
        raise LimitExceededException(
            f"A managed policy can have up to {most} versions. Before you"
            " create a new version, you must delete an existing version."
        )
    policy.newest_version += 1
    policy.updated_at = call.time
    if params.set_as_default:
        policy.default_version = policy.newest_version
    policy.save(update_fields=["newest_version", "default_version", "updated_at"])
    version = PolicyVersion.objects.create(
        policy=policy,
        number=policy.newest_version,
        document=params.policy_document,
        created_at=call.time,
    )
    return Result(policy_version=shown_version(policy, version))
