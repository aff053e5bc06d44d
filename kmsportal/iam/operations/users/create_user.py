"""CreateUser: a user who may do nothing yet."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam import quotas
from kmsportal.iam.attached_boundaries import require_boundary
from kmsportal.iam.declaring import account_operation, tagging
from kmsportal.iam.entities import entity_arn
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ArnText, EntityPath, UserName
from kmsportal.iam.naming import one_of_that_name, require_room
from kmsportal.iam.tags import Tags, tagged
from kmsportal.iam.users import User, shown_user
from kmsportal.tenancy.ids import new_unique_id


class Params(Shape, frozen=True, kw_only=True):
    path: EntityPath | None = None
    user_name: UserName
    permissions_boundary: ArnText | None = None
    tags: Tags | None = None


class Result(Answer, frozen=True, kw_only=True):
    user: User


def _arn(call: Call) -> str:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    return entity_arn(call, "user", params.user_name, params.path or "/")


@account_operation(resource=_arn, also=tagging("iam:TagUser"))
def create_user(call: Call, params: Params) -> Result:
    require_room(call, IamUser, "UsersPerAccount", most=quotas.USERS)
    if params.permissions_boundary is not None:
        require_boundary(call.account_id, params.permissions_boundary)
    with one_of_that_name("User", params.user_name):
        user = IamUser.objects.create(
            unique_id=new_unique_id("AIDA"),
            account_id=call.account_id,
            name=params.user_name,
            path=params.path or "/",
            boundary_arn=params.permissions_boundary or "",
            tags=tagged({}, params.tags, quota="TagsPerUser"),
            created_at=call.time,
        )
    return Result(user=shown_user(user))
