"""GetUserPolicy: the text of an inline policy of a user."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.inline_policies import find_inline_policy
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName, PolicyName
from kmsportal.iam.policy_names import ShownPolicy


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName
    policy_name: PolicyName


class Result(Answer, frozen=True, kw_only=True):
    user_name: str
    policy_name: str
    policy_document: ShownPolicy


@entity_operation(find=named_user, kind=Kind.READ)
def get_user_policy(call: Call, user: IamUser, params: Params) -> Result:
    policy = find_inline_policy(user, params.policy_name)
    return Result(
        user_name=user.name,
        policy_name=policy.name,
        policy_document=policy.document,
    )
