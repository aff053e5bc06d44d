"""UpdateAssumeRolePolicy: another trust policy for a role.

Sessions that are stay: the trust policy decides when one begins.
"""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName
from kmsportal.iam.roles import PolicyText
from kmsportal.iam.trust_policies import kept_trust_policy


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    policy_document: PolicyText


@entity_operation(find=named_role, ends_rights=True)
def update_assume_role_policy(call: Call, role: IamRole, params: Params) -> Empty:
    role.trust_policy = kept_trust_policy(params.policy_document)
    role.save(update_fields=["trust_policy"])
    return Empty()
