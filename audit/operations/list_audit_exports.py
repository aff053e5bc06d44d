"""ListAuditExports: the account's exports that can be downloaded or will be."""

from audit.models import AuditExport
from audit.proof.asking import ExportShape, shape_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    """Nothing is asked: there are at most five."""


class Result(Answer, frozen=True, kw_only=True):
    exports: list[ExportShape]


@account_operation(service="portal", kind=Kind.READ)
def list_audit_exports(call: Call, params: Params) -> Result:
    rows = AuditExport.objects.filter(
        account_id=call.account_id, expires_at__gt=call.time
    )
    ordered = rows.order_by("-requested_at", "id")
    return Result(exports=[shape_of(export) for export in ordered])
