"""DescribeAuditExport: how far an export is."""

from audit.proof.asking import ExportShape, find_export, shape_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    export_id: str


class Result(Answer, frozen=True, kw_only=True):
    export: ExportShape


@account_operation(service="portal", kind=Kind.READ)
def describe_audit_export(call: Call, params: Params) -> Result:
    return Result(export=shape_of(find_export(call, params.export_id)))
