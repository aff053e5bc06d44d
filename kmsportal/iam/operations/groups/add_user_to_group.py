"""AddUserToGroup: a group's policies become a user's too; nothing if they are."""

from kmsportal.core.call import Call
from kmsportal.core.errors import LimitExceededException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam import quotas
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import find_user, named_group
from kmsportal.iam.models import IamGroup, IamUser
from kmsportal.iam.names import ExistingUserName, GroupName


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName
    user_name: ExistingUserName


# A group may deny as well as allow: who enters it may lose rights.
@entity_operation(find=named_group, ends_rights=True)
def add_user_to_group(call: Call, group: IamGroup, params: Params) -> Empty:
    found = find_user(call, params.user_name)
    found.require()
    user: IamUser = found.row
    others = user.groups.filter(account_id=call.account_id).exclude(pk=group.pk)
    if others.count() >= quotas.GROUPS_OF_A_USER:
        raise LimitExceededException(
            f"Cannot exceed quota for GroupsPerUser: {quotas.GROUPS_OF_A_USER}"
        )
    group.users.add(user)
    return Empty()
