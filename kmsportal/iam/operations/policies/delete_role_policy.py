"""DeleteRolePolicy: an inline policy of a role goes."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.inline_policies import find_inline_policy
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import PolicyName, RoleName


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    policy_name: PolicyName


@entity_operation(find=named_role, ends_rights=True)
def delete_role_policy(call: Call, role: IamRole, params: Params) -> Empty:
    find_inline_policy(role, params.policy_name).delete()
    return Empty()
