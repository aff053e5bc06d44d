"""ListGroupsForUser: the groups that a user is in."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.groups import Group, shown_group
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName
from kmsportal.iam.paging import Marker, MaxItems, page_of_rows


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    groups: list[Group]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_user, kind=Kind.READ)
def list_groups_for_user(call: Call, user: IamUser, params: Params) -> Result:
    groups = user.groups.filter(account_id=call.account_id)
    page = page_of_rows(call, groups, of=[user.unique_id])
    return Result(
        groups=[shown_group(group) for group in page.items],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
