"""ListParents: where a unit or an account stands."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.errors import ChildNotFoundException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.shapes import (
    ChildId,
    MaxResults,
    MemberEntry,
    NextToken,
)
from kmsportal.iam.organizations.tree import Parent, find_account, find_unit, parent_of
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    child_id: ChildId
    next_token: NextToken | None = None
    max_results: MaxResults | None = None


class Result(Answer, frozen=True, kw_only=True):
    parents: tuple[MemberEntry, ...]
    next_token: str | None = None


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.child_id),)


@organization_operation(resources=_resources)
def list_parents(call: Call, organisation: Organisation, params: Params) -> Result:
    parent = _parent(organisation, params.child_id)
    return Result(parents=(MemberEntry(id=parent.id, type=parent.type),))


def _parent(organisation: Organisation, child_id: str) -> Parent:
    unit = find_unit(organisation, child_id)
    if unit is not None:
        return parent_of(organisation, unit.parent)
    account = find_account(organisation, child_id)
    if account is None:
        raise ChildNotFoundException("You specified a child that doesn't exist.")
    return parent_of(organisation, account.unit)
