"""DeleteOrganizationalUnit: end an empty unit, and what was attached to it."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.errors import OrganizationalUnitNotEmptyException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.models import ControlAttachment, FullAccessRemoval
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.shapes import UnitId
from kmsportal.iam.organizations.tree import require_unit
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    organizational_unit_id: UnitId


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.organizational_unit_id),)


@organization_operation(kind=Kind.CHANGE, resources=_resources)
def delete_organizational_unit(
    call: Call, organisation: Organisation, params: Params
) -> Empty:
    named = params.organizational_unit_id
    unit = require_unit(organisation, named)
    if unit.units.exists() or unit.account_set.exists():
        raise OrganizationalUnitNotEmptyException(
            "The specified OU is not empty. Move all accounts and OUs out of it first."
        )
    for rows in (ControlAttachment, FullAccessRemoval):
        rows.objects.filter(organisation=organisation, target_id=named).delete()
    unit.delete()
    return Empty()
