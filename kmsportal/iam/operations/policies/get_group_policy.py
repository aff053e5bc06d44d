"""GetGroupPolicy: the text of an inline policy of a group."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_group
from kmsportal.iam.inline_policies import find_inline_policy
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import GroupName, PolicyName
from kmsportal.iam.policy_names import ShownPolicy


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName
    policy_name: PolicyName


class Result(Answer, frozen=True, kw_only=True):
    group_name: str
    policy_name: str
    policy_document: ShownPolicy


@entity_operation(find=named_group, kind=Kind.READ)
def get_group_policy(call: Call, group: IamGroup, params: Params) -> Result:
    policy = find_inline_policy(group, params.policy_name)
    return Result(
        group_name=group.name,
        policy_name=policy.name,
        policy_document=policy.document,
    )
