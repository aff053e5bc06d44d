"""ListChildren: the ids of what stands right under the root or a unit."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn, unit_id
from kmsportal.iam.organizations.pages import page_of
from kmsportal.iam.organizations.shapes import (
    ChildType,
    MaxResults,
    MemberEntry,
    NextToken,
    ParentId,
)
from kmsportal.iam.organizations.tree import accounts_under, find_parent, units_under
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    parent_id: ParentId
    child_type: ChildType
    next_token: NextToken | None = None
    max_results: MaxResults | None = None


class Result(Answer, frozen=True, kw_only=True):
    children: tuple[MemberEntry, ...]
    next_token: str | None = None


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.parent_id),)


@organization_operation(resources=_resources)
def list_children(call: Call, organisation: Organisation, params: Params) -> Result:
    parent = find_parent(organisation, params.parent_id)
    if params.child_type is ChildType.ACCOUNT:
        ids = [account.id for account in accounts_under(organisation, parent)]
    else:
        units = units_under(organisation, parent)
        ids = [unit_id(organisation, unit) for unit in units]
    page, token = page_of(call, ids, by=str)
    children = tuple(MemberEntry(id=id_, type=params.child_type.value) for id_ in page)
    return Result(children=children, next_token=token)
