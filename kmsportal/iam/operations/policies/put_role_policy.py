"""PutRolePolicy: an inline policy into a role, over one of that name."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.inline_policies import put_inline_policy
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import PolicyName, RoleName
from kmsportal.iam.policy_names import PolicyText


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    policy_name: PolicyName
    policy_document: PolicyText


@entity_operation(find=named_role, ends_rights=True)
def put_role_policy(call: Call, role: IamRole, params: Params) -> Empty:
    put_inline_policy(role, params.policy_name, params.policy_document)
    return Empty()
