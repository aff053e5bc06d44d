"""GetRolePolicy: the text of an inline policy of a role."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.inline_policies import find_inline_policy
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import PolicyName, RoleName
from kmsportal.iam.policy_names import ShownPolicy


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    policy_name: PolicyName


class Result(Answer, frozen=True, kw_only=True):
    role_name: str
    policy_name: str
    policy_document: ShownPolicy


@entity_operation(find=named_role, kind=Kind.READ)
def get_role_policy(call: Call, role: IamRole, params: Params) -> Result:
    policy = find_inline_policy(role, params.policy_name)
    return Result(
        role_name=role.name,
        policy_name=policy.name,
        policy_document=policy.document,
    )
