"""DeleteUser: a user without keys, devices, groups and policies goes."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.deleting import (
    require_no_access_keys,
    require_no_devices,
    require_no_groups,
    require_no_policies,
)
from kmsportal.iam.entities import named_user
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName


@entity_operation(find=named_user, ends_rights=True)
def delete_user(call: Call, user: IamUser, params: Params) -> Empty:
    require_no_access_keys(user)
    require_no_devices(user)
    require_no_groups(user)
    require_no_policies(user)
    user.delete()
    return Empty()
