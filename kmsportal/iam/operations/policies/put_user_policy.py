"""PutUserPolicy: an inline policy into a user, over one of that name."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.inline_policies import put_inline_policy
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName, PolicyName
from kmsportal.iam.policy_names import PolicyText


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName
    policy_name: PolicyName
    policy_document: PolicyText


@entity_operation(find=named_user, ends_rights=True)
def put_user_policy(call: Call, user: IamUser, params: Params) -> Empty:
    put_inline_policy(user, params.policy_name, params.policy_document)
    return Empty()
