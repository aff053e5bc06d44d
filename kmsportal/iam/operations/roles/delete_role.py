"""DeleteRole: a role without policies goes, and its sessions with it."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.deleting import require_no_policies
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName
from kmsportal.iam.roles import require_no_members


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName


@entity_operation(find=named_role, ends_rights=True)
def delete_role(call: Call, role: IamRole, params: Params) -> Empty:
    require_no_members(role)
    require_no_policies(role)
    role.delete()
    return Empty()
