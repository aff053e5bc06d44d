"""CreateRole: a role that trusts whom its trust policy names, and may do nothing."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam import quotas
from kmsportal.iam.attached_boundaries import require_boundary
from kmsportal.iam.declaring import account_operation, tagging
from kmsportal.iam.entities import entity_arn
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import ArnText, EntityPath, RoleName
from kmsportal.iam.naming import one_of_that_name, require_room
from kmsportal.iam.roles import (
    MaxSessionDuration,
    PolicyText,
    Role,
    RoleDescription,
    shown_role,
)
from kmsportal.iam.tags import Tags, tagged
from kmsportal.iam.trust_policies import kept_trust_policy
from kmsportal.tenancy.ids import new_unique_id


class Params(Shape, frozen=True, kw_only=True):
    path: EntityPath | None = None
    role_name: RoleName
    assume_role_policy_document: PolicyText
    description: RoleDescription | None = None
    max_session_duration: MaxSessionDuration | None = None
    permissions_boundary: ArnText | None = None
    tags: Tags | None = None


class Result(Answer, frozen=True, kw_only=True):
    role: Role


def _arn(call: Call) -> str:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    return entity_arn(call, "role", params.role_name, params.path or "/")


@account_operation(resource=_arn, also=tagging("iam:TagRole"))
def create_role(call: Call, params: Params) -> Result:
    require_room(call, IamRole, "RolesPerAccount", most=quotas.ROLES)
    if params.permissions_boundary is not None:
        require_boundary(call.account_id, params.permissions_boundary)
    trust_policy = kept_trust_policy(params.assume_role_policy_document)
    with one_of_that_name("Role", params.role_name):
        role = IamRole.objects.create(
            unique_id=new_unique_id("AROA"),
            account_id=call.account_id,
            name=params.role_name,
            path=params.path or "/",
            description=params.description or "",
            trust_policy=trust_policy,
            max_session_seconds=params.max_session_duration or 3600,
            boundary_arn=params.permissions_boundary or "",
            tags=tagged({}, params.tags, quota="TagsPerRole"),
            created_at=call.time,
        )
    return Result(role=shown_role(role))
