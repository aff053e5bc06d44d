"""ListAttachedUserPolicies: the managed policies on a user."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.attachments import AttachedPolicy, page_of_attached
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import UserName
from kmsportal.iam.paging import Marker, MaxItems
from kmsportal.iam.policy_names import PolicyPath


class Params(Shape, frozen=True, kw_only=True):
    user_name: UserName
    path_prefix: PolicyPath | None = None
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    attached_policies: list[AttachedPolicy]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_user, kind=Kind.READ)
def list_attached_user_policies(call: Call, user: IamUser, params: Params) -> Result:
    page = page_of_attached(call, user)
    return Result(
        attached_policies=list(page.items),
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
