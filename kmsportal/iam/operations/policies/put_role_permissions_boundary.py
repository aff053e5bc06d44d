"""PutRolePermissionsBoundary: a managed policy that bounds a role."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import ArnText, RoleName
from kmsportal.iam.policies import hold_policy


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    permissions_boundary: ArnText


@entity_operation(find=named_role, ends_rights=True)
def put_role_permissions_boundary(call: Call, role: IamRole, params: Params) -> Empty:
    role.boundary_arn = hold_policy(call.account_id, params.permissions_boundary).arn
    role.save(update_fields=["boundary_arn"])
    return Empty()
