"""TagUser: tags on a user, over those of the same names."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName
from kmsportal.iam.tags import Tags, tagged


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName
    tags: Tags


# Policies ask for the tags of a caller: another value may end rights of hers.
@entity_operation(find=named_user, ends_rights=True)
def tag_user(call: Call, user: IamUser, params: Params) -> Empty:
    user.tags = tagged(user.tags, params.tags, quota="TagsPerUser")
    user.save(update_fields=["tags"])
    return Empty()
