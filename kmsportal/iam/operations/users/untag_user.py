"""UntagUser: the tags of those names go, if they are there."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName
from kmsportal.iam.tags import TagKeys, untagged


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName
    tag_keys: TagKeys


@entity_operation(find=named_user, ends_rights=True)
def untag_user(call: Call, user: IamUser, params: Params) -> Empty:
    user.tags = untagged(user.tags, params.tag_keys)
    user.save(update_fields=["tags"])
    return Empty()
