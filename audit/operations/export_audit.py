"""ExportAudit: the account's events with their proofs, as an archive to download.

It is written in the background; DescribeAuditExport tells how far it is, and
DownloadAuditExport gives it out for a day.
"""

import uuid

from audit.models import AuditExport, ExportStatus
from audit.proof.archiving import KEPT
from audit.proof.asking import ExportShape, shape_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import InvalidTimeRangeException, LimitExceededException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import Timestamp

_MOST = 5


class Params(Shape, frozen=True, kw_only=True):
    """From a moment up to another, exclusive; an absent one leaves that end open."""

    start_time: Timestamp | None = None
    end_time: Timestamp | None = None


class Result(Answer, frozen=True, kw_only=True):
    export: ExportShape


@account_operation(service="portal", kind=Kind.CHANGE)
def export_audit(call: Call, params: Params) -> Result:
    start, end = params.start_time, params.end_time
    if start and end and start.moment > end.moment:
        raise InvalidTimeRangeException("StartTime must not be after EndTime.")
    kept = AuditExport.objects.filter(
        account_id=call.account_id, expires_at__gt=call.time
    )
    if kept.count() >= _MOST:
        raise LimitExceededException(
            f"{_MOST} exports are kept at once; each goes after a day."
        )
    export = AuditExport.objects.create(
        id=uuid.uuid4(),
        account_id=call.account_id,
        requested_at=call.time,
        requested_by=call.caller.principal.arn,
        start=start.moment if start else None,
        end=end.moment if end else None,
        status=ExportStatus.WAITING,
        # Once written it is kept for that long again.
        expires_at=call.time + KEPT,
    )
    return Result(export=shape_of(export))
