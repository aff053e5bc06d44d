"""PutGroupPolicy: an inline policy into a group, over one of that name."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_group
from kmsportal.iam.inline_policies import put_inline_policy
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import GroupName, PolicyName
from kmsportal.iam.policy_names import PolicyText


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName
    policy_name: PolicyName
    policy_document: PolicyText


@entity_operation(find=named_group, ends_rights=True)
def put_group_policy(call: Call, group: IamGroup, params: Params) -> Empty:
    put_inline_policy(group, params.policy_name, params.policy_document)
    return Empty()
