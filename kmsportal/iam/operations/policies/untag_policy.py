"""UntagPolicy: the tags of those names go, if they are there."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import ManagedPolicy
from kmsportal.iam.names import ArnText
from kmsportal.iam.policies import named_policy, require_own
from kmsportal.iam.tags import TagKeys, untagged


class Params(Shape, frozen=True, kw_only=True):
    policy_arn: ArnText
    tag_keys: TagKeys


@entity_operation(find=named_policy, check=require_own)
def untag_policy(call: Call, policy: ManagedPolicy, params: Params) -> Empty:
    policy.tags = untagged(policy.tags, params.tag_keys)
    policy.save(update_fields=["tags"])
    return Empty()
