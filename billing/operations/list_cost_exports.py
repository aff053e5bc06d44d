"""ListCostExports: the account's exports that have not expired, newest first."""

from billing.exports.members import ExportEntry, shown_export
from billing.models import CostExport
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Result


class ListCostExportsParams(Params, frozen=True):
    """Nothing to ask."""


class ListCostExportsResult(Result, frozen=True):
    """An account keeps too few for a second page."""

    exports: tuple[ExportEntry, ...]


@account_operation(service="portal", kind=Kind.READ)
def list_cost_exports(
    call: Call, params: ListCostExportsParams
) -> ListCostExportsResult:
    rows = CostExport.objects.in_account(call.account_id)
    kept = rows.filter(expires_at__gt=call.time).defer("content")
    found = kept.order_by("-created_at", "export_id")
    return ListCostExportsResult(exports=tuple(shown_export(row) for row in found))
