"""DownloadAuditExport: one piece of an export's archive.

The archive is a ZIP file; its pieces, put one behind the other, are the whole of it.
"""

from typing import Annotated

from msgspec import Meta

from audit.models import AuditExportPart, ExportStatus
from audit.proof.asking import find_export
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ConflictException, ResourceNotFoundException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import SECRET
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    export_id: str
    part: Annotated[int, Meta(ge=1)] = 1


class Result(Answer, frozen=True, kw_only=True):
    content: Annotated[bytes, SECRET]
    parts: int


@account_operation(service="portal", kind=Kind.READ)
def download_audit_export(call: Call, params: Params) -> Result:
    export = find_export(call, params.export_id)
    if export.status != ExportStatus.READY:
        raise ConflictException(f"The export is {export.status}, not READY.")
    part = AuditExportPart.objects.filter(export=export, number=params.part).first()
    if part is None:
        raise ResourceNotFoundException(f"The export has {export.parts} parts.")
    return Result(content=bytes(part.content), parts=export.parts)
