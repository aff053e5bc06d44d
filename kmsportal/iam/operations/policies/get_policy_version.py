"""GetPolicyVersion: one version of a managed policy, with its text."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.names import ArnText
from kmsportal.iam.policies import (
    Policy,
    ShownVersion,
    find_version,
    named_policy,
    shown_version,
)
from kmsportal.iam.policy_names import VersionId


class Params(Shape, frozen=True, kw_only=True):
    policy_arn: ArnText
    version_id: VersionId


class Result(Answer, frozen=True, kw_only=True):
    policy_version: ShownVersion


@entity_operation(find=named_policy, kind=Kind.READ)
def get_policy_version(call: Call, policy: Policy, params: Params) -> Result:
    version = find_version(policy, params.version_id)
    return Result(
        policy_version=shown_version(policy, version, document=version.document)
    )
