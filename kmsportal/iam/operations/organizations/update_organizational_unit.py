"""UpdateOrganizationalUnit: another name for a unit."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.errors import DuplicateOrganizationalUnitException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.shapes import UnitEntry, UnitId, UnitName
from kmsportal.iam.organizations.tree import require_unit, unit_entry
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    organizational_unit_id: UnitId
    name: UnitName | None = None


class Result(Answer, frozen=True, kw_only=True):
    organizational_unit: UnitEntry


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.organizational_unit_id),)


@organization_operation(kind=Kind.CHANGE, resources=_resources)
def update_organizational_unit(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    unit = require_unit(organisation, params.organizational_unit_id)
    if params.name is not None:
        siblings = organisation.organisationalunit_set.filter(parent=unit.parent)
        if siblings.exclude(pk=unit.pk).filter(name=params.name).exists():
            raise DuplicateOrganizationalUnitException(
                "An OU with the same name already exists."
            )
        unit.name = params.name
        unit.save(update_fields=["name"])
    return Result(organizational_unit=unit_entry(organisation, unit))
