"""UpdateUser: another name or path for a user, who stays the same.

Her access keys, groups and policies stay hers, and key policies that name her follow,
for they keep her unique id.
"""

from kmsportal.core.call import Call
from kmsportal.core.operation import Need
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation, resource_need
from kmsportal.iam.entities import Entity, entity_arn, named_user
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import EntityPath, ExistingUserName, UserName
from kmsportal.iam.naming import one_of_that_name


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName
    new_path: EntityPath | None = None
    new_user_name: UserName | None = None


def _on_the_new_one(call: Call, entity: Entity) -> tuple[Need, ...]:
    """Require the permission on what the user becomes as well (API reference)."""
    params: Params = call.params  # type: ignore[assignment]  # declared so
    user: IamUser | None = entity.row
    if user is None:
        return ()
    name, path = params.new_user_name or user.name, params.new_path or user.path
    arn = entity_arn(call, "user", name, path)
    return (resource_need(call, call.operation.action, arn),)


@entity_operation(find=named_user, more=_on_the_new_one, ends_rights=True)
def update_user(call: Call, user: IamUser, params: Params) -> Empty:
    user.name = params.new_user_name or user.name
    user.path = params.new_path or user.path
    with one_of_that_name("User", user.name):
        user.save(update_fields=["name", "path"])
    return Empty()
