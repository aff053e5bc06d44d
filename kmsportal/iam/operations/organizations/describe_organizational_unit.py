"""DescribeOrganizationalUnit: a unit by its id."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.shapes import UnitEntry, UnitId
from kmsportal.iam.organizations.tree import require_unit, unit_entry
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    organizational_unit_id: UnitId


class Result(Answer, frozen=True, kw_only=True):
    organizational_unit: UnitEntry


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.organizational_unit_id),)


@organization_operation(resources=_resources)
def describe_organizational_unit(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    unit = require_unit(organisation, params.organizational_unit_id)
    return Result(organizational_unit=unit_entry(organisation, unit))
