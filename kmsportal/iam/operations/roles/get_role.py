"""GetRole: one role, with its trust policy and its last use."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName
from kmsportal.iam.roles import Role, shown_role


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName


class Result(Answer, frozen=True, kw_only=True):
    role: Role


@entity_operation(find=named_role, kind=Kind.READ)
def get_role(call: Call, role: IamRole, params: Params) -> Result:
    return Result(role=shown_role(role))
