"""DetachUserPolicy: a managed policy off a user."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.attachments import detach_policy
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ArnText, UserName


class Params(Shape, frozen=True, kw_only=True):
    user_name: UserName
    policy_arn: ArnText


@entity_operation(find=named_user, ends_rights=True)
def detach_user_policy(call: Call, user: IamUser, params: Params) -> Empty:
    detach_policy(user, params.policy_arn)
    return Empty()
