"""RemoveUserFromGroup: a group's policies are a user's no more, at once."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import find_user, named_group
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import ExistingUserName, GroupName


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName
    user_name: ExistingUserName


@entity_operation(find=named_group, ends_rights=True)
def remove_user_from_group(call: Call, group: IamGroup, params: Params) -> Empty:
    user = find_user(call, params.user_name)
    user.require()
    group.users.remove(user.row)
    return Empty()
