"""ListGroupPolicies: the names of the inline policies of a group."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_group
from kmsportal.iam.inline_policies import inline_policies_of
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import GroupName
from kmsportal.iam.paging import Marker, MaxItems, page_of_rows


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    policy_names: list[str]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_group, kind=Kind.READ)
def list_group_policies(call: Call, group: IamGroup, params: Params) -> Result:
    page = page_of_rows(call, inline_policies_of(group), of=[group.unique_id])
    return Result(
        policy_names=[policy.name for policy in page.items],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
