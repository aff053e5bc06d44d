"""UpdateRoleDescription: another description for a role."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName
from kmsportal.iam.roles import Role, RoleDescription, shown_role


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    description: RoleDescription


class Result(Answer, frozen=True, kw_only=True):
    role: Role


@entity_operation(find=named_role)
def update_role_description(call: Call, role: IamRole, params: Params) -> Result:
    role.description = params.description
    role.save(update_fields=["description"])
    return Result(role=shown_role(role))
