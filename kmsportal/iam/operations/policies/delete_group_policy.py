"""DeleteGroupPolicy: an inline policy of a group goes."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_group
from kmsportal.iam.inline_policies import find_inline_policy
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import GroupName, PolicyName


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName
    policy_name: PolicyName


@entity_operation(find=named_group, ends_rights=True)
def delete_group_policy(call: Call, group: IamGroup, params: Params) -> Empty:
    find_inline_policy(group, params.policy_name).delete()
    return Empty()
