"""DetachRolePolicy: a managed policy off a role."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.attachments import detach_policy
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import ArnText, RoleName


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    policy_arn: ArnText


@entity_operation(find=named_role, ends_rights=True)
def detach_role_policy(call: Call, role: IamRole, params: Params) -> Empty:
    detach_policy(role, params.policy_arn)
    return Empty()
