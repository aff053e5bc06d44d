"""GetGroup: a group with its users, by name."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_group
from kmsportal.iam.groups import Group, shown_group
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import GroupName
from kmsportal.iam.paging import Marker, MaxItems, page_of_rows
from kmsportal.iam.users import User, listed_user


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    group: Group
    users: list[User]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_group, kind=Kind.READ)
def get_group(call: Call, group: IamGroup, params: Params) -> Result:
    users = group.users.filter(account_id=call.account_id)
    page = page_of_rows(call, users, of=[group.unique_id])
    return Result(
        group=shown_group(group),
        users=[listed_user(user) for user in page.items],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
