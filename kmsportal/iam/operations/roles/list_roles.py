"""ListRoles: the roles of the account, or those under a path."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.entities import list_arn
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import PathPrefix
from kmsportal.iam.paging import Marker, MaxItems, page_of_rows, under_path
from kmsportal.iam.roles import Role, listed_role


class Params(Shape, frozen=True, kw_only=True):
    path_prefix: PathPrefix | None = None
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    roles: list[Role]
    is_truncated: bool
    marker: str | None = None


@account_operation(resource=list_arn("role"), kind=Kind.READ)
def list_roles(call: Call, params: Params) -> Result:
    roles = IamRole.objects.filter(account_id=call.account_id)
    prefix = params.path_prefix or "/"
    page = page_of_rows(call, under_path(roles, prefix), of=[prefix])
    return Result(
        roles=[listed_role(role) for role in page.items],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
