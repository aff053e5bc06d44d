"""CreateOrganizationalUnit: another unit under the root or a unit."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.errors import (
    ConstraintViolationException,
    DuplicateOrganizationalUnitException,
)
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn, new_unit_code
from kmsportal.iam.organizations.shapes import (
    OrganizationTag,
    ParentId,
    UnitEntry,
    UnitName,
)
from kmsportal.iam.organizations.standing import DEEPEST
from kmsportal.iam.organizations.tags import read_tags
from kmsportal.iam.organizations.tree import Parent, depth_of, find_parent, unit_entry
from kmsportal.tenancy.models import Organisation

_MOST_UNITS = 1000


class Params(Shape, frozen=True, kw_only=True):
    parent_id: ParentId
    name: UnitName
    tags: list[OrganizationTag] | None = None


class Result(Answer, frozen=True, kw_only=True):
    organizational_unit: UnitEntry


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.parent_id),)


@organization_operation(kind=Kind.CHANGE, resources=_resources)
def create_organizational_unit(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    parent = find_parent(organisation, params.parent_id)
    _refuse_unfit(organisation, parent, params.name)
    unit = organisation.organisationalunit_set.create(
        parent=parent.unit,
        code=new_unit_code(),
        name=params.name,
        tags=read_tags(params.tags or ()),
        created_at=call.time,
    )
    return Result(organizational_unit=unit_entry(organisation, unit))


def _refuse_unfit(organisation: Organisation, parent: Parent, name: str) -> None:
    units = organisation.organisationalunit_set
    if units.filter(parent=parent.unit, name=name).exists():
        raise DuplicateOrganizationalUnitException(
            "An OU with the same name already exists."
        )
    if depth_of(parent) >= DEEPEST:
        raise ConstraintViolationException(
            f"An OU can be nested at most {DEEPEST} levels deep.",
            reason="OU_DEPTH_LIMIT_EXCEEDED",
        )
    if units.count() >= _MOST_UNITS:
        raise ConstraintViolationException(
            f"An organization can have at most {_MOST_UNITS} OUs.",
            reason="OU_NUMBER_LIMIT_EXCEEDED",
        )
