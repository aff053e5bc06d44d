"""AttachUserPolicy: a managed policy onto a user."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.attachments import attach_policy
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ArnText, UserName


class Params(Shape, frozen=True, kw_only=True):
    user_name: UserName
    policy_arn: ArnText


# A policy may hold denials: attaching one ends rights as well.
@entity_operation(find=named_user, ends_rights=True)
def attach_user_policy(call: Call, user: IamUser, params: Params) -> Empty:
    attach_policy(user, params.policy_arn, time=call.time)
    return Empty()
