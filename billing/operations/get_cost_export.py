"""GetCostExport: how far an export is, and the file once it is there."""

from typing import Annotated

from msgspec import Meta

from billing.exports.formats import KINDS, Format
from billing.exports.members import ExportEntry, shown_export
from billing.models import CostExport
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ResourceNotFoundException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Result


class GetCostExportParams(Params, frozen=True):
    """``export_id`` is what CreateCostExport answered."""

    export_id: Annotated[str, Meta(min_length=1, max_length=36)]


class GetCostExportResult(Result, frozen=True, kw_only=True):
    """``content`` is the file's bytes, left out until it is READY."""

    export: ExportEntry
    media_type: str
    content: bytes | None = None


@account_operation(service="portal", kind=Kind.READ)
def get_cost_export(call: Call, params: GetCostExportParams) -> GetCostExportResult:
    rows = CostExport.objects.in_account(call.account_id)
    row = rows.filter(export_id=params.export_id, expires_at__gt=call.time).first()
    if row is None:
        raise ResourceNotFoundException("There is no such export, or it has expired.")
    return GetCostExportResult(
        export=shown_export(row),
        media_type=KINDS[Format(row.format)].media_type,
        content=None if row.content is None else bytes(row.content),
    )
