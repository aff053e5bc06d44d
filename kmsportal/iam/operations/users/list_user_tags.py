"""ListUserTags: a user's tags, by name."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName
from kmsportal.iam.paging import Marker, MaxItems, page_of_items
from kmsportal.iam.tags import Tag, listed


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    tags: list[Tag]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_user, kind=Kind.READ)
def list_user_tags(call: Call, user: IamUser, params: Params) -> Result:
    page = page_of_items(call, listed(user.tags), of=[user.unique_id])
    return Result(
        tags=list(page.items), is_truncated=page.is_truncated, marker=page.marker
    )
