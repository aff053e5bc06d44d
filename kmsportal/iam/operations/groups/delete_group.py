"""DeleteGroup: a group without users and policies goes."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.deleting import require_no_policies, require_no_users
from kmsportal.iam.entities import named_group
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import GroupName


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName


@entity_operation(find=named_group)
def delete_group(call: Call, group: IamGroup, params: Params) -> Empty:
    require_no_users(group)
    require_no_policies(group)
    group.delete()
    return Empty()
