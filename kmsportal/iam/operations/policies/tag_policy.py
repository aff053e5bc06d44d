"""TagPolicy: tags on a managed policy, over those of the same names."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import ManagedPolicy
from kmsportal.iam.names import ArnText
from kmsportal.iam.policies import named_policy, require_own
from kmsportal.iam.tags import Tags, tagged


class Params(Shape, frozen=True, kw_only=True):
    policy_arn: ArnText
    tags: Tags


@entity_operation(find=named_policy, check=require_own)
def tag_policy(call: Call, policy: ManagedPolicy, params: Params) -> Empty:
    policy.tags = tagged(policy.tags, params.tags, quota="TagsPerPolicy")
    policy.save(update_fields=["tags"])
    return Empty()
