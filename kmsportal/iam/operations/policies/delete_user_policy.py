"""DeleteUserPolicy: an inline policy of a user goes."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.inline_policies import find_inline_policy
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName, PolicyName


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName
    policy_name: PolicyName


@entity_operation(find=named_user, ends_rights=True)
def delete_user_policy(call: Call, user: IamUser, params: Params) -> Empty:
    find_inline_policy(user, params.policy_name).delete()
    return Empty()
