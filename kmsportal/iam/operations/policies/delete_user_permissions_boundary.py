"""DeleteUserPermissionsBoundary: a user is bounded no longer."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import UserName


class Params(Shape, frozen=True, kw_only=True):
    user_name: UserName


@entity_operation(find=named_user)
def delete_user_permissions_boundary(
    call: Call, user: IamUser, params: Params
) -> Empty:
    user.boundary_arn = ""
    user.save(update_fields=["boundary_arn"])
    return Empty()
