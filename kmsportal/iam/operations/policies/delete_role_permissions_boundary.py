"""DeleteRolePermissionsBoundary: a role is bounded no longer."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName


@entity_operation(find=named_role)
def delete_role_permissions_boundary(
    call: Call, role: IamRole, params: Params
) -> Empty:
    role.boundary_arn = ""
    role.save(update_fields=["boundary_arn"])
    return Empty()
