"""ListOrganizationalUnitsForParent: the units right under the root or a unit."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.pages import page_of
from kmsportal.iam.organizations.shapes import (
    MaxResults,
    NextToken,
    ParentId,
    UnitEntry,
)
from kmsportal.iam.organizations.tree import find_parent, unit_entry, units_under
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    parent_id: ParentId
    next_token: NextToken | None = None
    max_results: MaxResults | None = None


class Result(Answer, frozen=True, kw_only=True):
    organizational_units: tuple[UnitEntry, ...]
    next_token: str | None = None


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.parent_id),)


@organization_operation(resources=_resources)
def list_organizational_units_for_parent(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    found = units_under(organisation, find_parent(organisation, params.parent_id))
    page, token = page_of(call, found, by=lambda unit: unit.code)
    entries = tuple(unit_entry(organisation, unit) for unit in page)
    return Result(organizational_units=entries, next_token=token)
