"""UpdateRole: another description and longest session for a role."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName
from kmsportal.iam.roles import MaxSessionDuration, RoleDescription


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    description: RoleDescription | None = None
    max_session_duration: MaxSessionDuration | None = None


class Result(Answer, frozen=True, kw_only=True):
    """A structure without members, as AWS has it."""


@entity_operation(find=named_role)
def update_role(call: Call, role: IamRole, params: Params) -> Result:
    if params.description is not None:
        role.description = params.description
    if params.max_session_duration is not None:
        role.max_session_seconds = params.max_session_duration
    role.save(update_fields=["description", "max_session_seconds"])
    return Result()
