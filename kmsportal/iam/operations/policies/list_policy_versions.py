"""ListPolicyVersions: the versions of a managed policy, the newest first."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.names import ArnText
from kmsportal.iam.paging import Marker, MaxItems, page_of_items
from kmsportal.iam.policies import (
    Policy,
    ShownVersion,
    named_policy,
    shown_version,
    versions_of,
)


class Params(Shape, frozen=True, kw_only=True):
    policy_arn: ArnText
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    versions: list[ShownVersion]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_policy, kind=Kind.READ)
def list_policy_versions(call: Call, policy: Policy, params: Params) -> Result:
    page = page_of_items(call, versions_of(policy), of=[policy.arn])
    return Result(
        versions=[shown_version(policy, version) for version in page.items],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
