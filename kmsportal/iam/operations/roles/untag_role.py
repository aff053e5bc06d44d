"""UntagRole: the tags of those names go, if they are there."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName
from kmsportal.iam.tags import TagKeys, untagged


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    tag_keys: TagKeys


@entity_operation(find=named_role, ends_rights=True)
def untag_role(call: Call, role: IamRole, params: Params) -> Empty:
    role.tags = untagged(role.tags, params.tag_keys)
    role.save(update_fields=["tags"])
    return Empty()
