"""ListPolicyTags: the tags of a managed policy, by name."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.names import ArnText
from kmsportal.iam.paging import Marker, MaxItems, page_of_items
from kmsportal.iam.policies import Policy, named_policy
from kmsportal.iam.tags import Tag, listed


class Params(Shape, frozen=True, kw_only=True):
    policy_arn: ArnText
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    tags: list[Tag]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_policy, kind=Kind.READ)
def list_policy_tags(call: Call, policy: Policy, params: Params) -> Result:
    page = page_of_items(call, listed(policy.tags), of=[policy.arn])
    return Result(
        tags=list(page.items), is_truncated=page.is_truncated, marker=page.marker
    )
