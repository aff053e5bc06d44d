"""TagRole: tags on a role, over those of the same names."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName
from kmsportal.iam.tags import Tags, tagged


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName
    tags: Tags


# Policies ask for the tags of a caller: another value may end rights of its.
@entity_operation(find=named_role, ends_rights=True)
def tag_role(call: Call, role: IamRole, params: Params) -> Empty:
    role.tags = tagged(role.tags, params.tags, quota="TagsPerRole")
    role.save(update_fields=["tags"])
    return Empty()
