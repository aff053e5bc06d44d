"""ListAttachedGroupPolicies: the managed policies on a group."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.attachments import AttachedPolicy, page_of_attached
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_group
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import GroupName
from kmsportal.iam.paging import Marker, MaxItems
from kmsportal.iam.policy_names import PolicyPath


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName
    path_prefix: PolicyPath | None = None
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    attached_policies: list[AttachedPolicy]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_group, kind=Kind.READ)
def list_attached_group_policies(call: Call, group: IamGroup, params: Params) -> Result:
    page = page_of_attached(call, group)
    return Result(
        attached_policies=list(page.items),
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
