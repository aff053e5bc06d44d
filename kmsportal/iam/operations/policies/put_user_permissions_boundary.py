"""PutUserPermissionsBoundary: a managed policy that bounds a user."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ArnText, UserName
from kmsportal.iam.policies import hold_policy


class Params(Shape, frozen=True, kw_only=True):
    user_name: UserName
    permissions_boundary: ArnText


@entity_operation(find=named_user, ends_rights=True)
def put_user_permissions_boundary(call: Call, user: IamUser, params: Params) -> Empty:
    user.boundary_arn = hold_policy(call.account_id, params.permissions_boundary).arn
    user.save(update_fields=["boundary_arn"])
    return Empty()
