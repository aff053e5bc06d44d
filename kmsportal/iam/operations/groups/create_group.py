"""CreateGroup: a group without users and policies."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam import quotas
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.entities import entity_arn
from kmsportal.iam.groups import Group, shown_group
from kmsportal.iam.models import IamGroup
from kmsportal.iam.names import EntityPath, GroupName
from kmsportal.iam.naming import one_of_that_name, require_room
from kmsportal.tenancy.ids import new_unique_id


class Params(Shape, frozen=True, kw_only=True):
    path: EntityPath | None = None
    group_name: GroupName


class Result(Answer, frozen=True, kw_only=True):
    group: Group


def _arn(call: Call) -> str:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    return entity_arn(call, "group", params.group_name, params.path or "/")


@account_operation(resource=_arn)
def create_group(call: Call, params: Params) -> Result:
    require_room(call, IamGroup, "GroupsPerAccount", most=quotas.GROUPS)
    with one_of_that_name("Group", params.group_name):
        group = IamGroup.objects.create(
            unique_id=new_unique_id("AGPA"),
            account_id=call.account_id,
            name=params.group_name,
            path=params.path or "/",
            created_at=call.time,
        )
    return Result(group=shown_group(group))
