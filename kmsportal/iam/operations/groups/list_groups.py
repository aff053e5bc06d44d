"""ListGroups: the groups of the account, or those under a path."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.entities import list_arn
from kmsportal.iam.groups import Group, shown_group
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import PathPrefix
from kmsportal.iam.paging import Marker, MaxItems, page_of_rows, under_path


class Params(Shape, frozen=True, kw_only=True):
    path_prefix: PathPrefix | None = None
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    groups: list[Group]
    is_truncated: bool
    marker: str | None = None


@account_operation(resource=list_arn("group"), kind=Kind.READ)
def list_groups(call: Call, params: Params) -> Result:
    groups = IamGroup.objects.filter(account_id=call.account_id)
    prefix = params.path_prefix or "/"
    page = page_of_rows(call, under_path(groups, prefix), of=[prefix])
    return Result(
        groups=[shown_group(group) for group in page.items],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
