"""AttachGroupPolicy: a managed policy onto a group."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.attachments import attach_policy
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_group
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import ArnText, GroupName


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName
    policy_arn: ArnText


# A policy may hold denials: attaching one ends rights as well.
@entity_operation(find=named_group, ends_rights=True)
def attach_group_policy(call: Call, group: IamGroup, params: Params) -> Empty:
    attach_policy(group, params.policy_arn, time=call.time)
    return Empty()
