"""UpdateGroup: another name or path for a group; its users and policies stay."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Need
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation, resource_need
from kmsportal.iam.entities import Entity, entity_arn, named_group
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import EntityPath, GroupName
from kmsportal.iam.naming import one_of_that_name


class Params(Shape, frozen=True, kw_only=True):
    group_name: GroupName
    new_path: EntityPath | None = None
    new_group_name: GroupName | None = None


def _on_the_new_one(call: Call, entity: Entity) -> tuple[Need, ...]:
    """Require the permission on what the group becomes as well (API reference)."""
    params: Params = call.params  # type: ignore[assignment]  # declared so
    group: IamGroup | None = entity.row
    if group is None:
        return ()
    name, path = params.new_group_name or group.name, params.new_path or group.path
    arn = entity_arn(call, "group", name, path)
    return (resource_need(call, call.operation.action, arn),)


@entity_operation(find=named_group, more=_on_the_new_one)
def update_group(call: Call, group: IamGroup, params: Params) -> Empty:
    group.name = params.new_group_name or group.name
    group.path = params.new_path or group.path
    with one_of_that_name("Group", group.name):
        group.save(update_fields=["name", "path"])
    return Empty()
