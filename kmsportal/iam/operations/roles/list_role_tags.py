"""ListRoleTags: a role's tags, by name."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName
from kmsportal.iam.paging import Marker, MaxItems, page_of_items
from kmsportal.iam.tags import Tag, listed


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    tags: list[Tag]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_role, kind=Kind.READ)
def list_role_tags(call: Call, role: IamRole, params: Params) -> Result:
    page = page_of_items(call, listed(role.tags), of=[role.unique_id])
    return Result(
        tags=list(page.items), is_truncated=page.is_truncated, marker=page.marker
    )
