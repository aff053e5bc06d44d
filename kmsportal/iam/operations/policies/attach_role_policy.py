"""AttachRolePolicy: a managed policy onto a role."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.attachments import attach_policy
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import ArnText, RoleName


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    policy_arn: ArnText


# A policy may hold denials: attaching one ends rights as well.
@entity_operation(find=named_role, ends_rights=True)
def attach_role_policy(call: Call, role: IamRole, params: Params) -> Empty:
    attach_policy(role, params.policy_arn, time=call.time)
    return Empty()
