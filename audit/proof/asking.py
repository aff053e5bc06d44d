"""Exports that accounts ask for: who has which, and how they are shown."""

from datetime import datetime

from django.core.exceptions import ValidationError

from audit.models import AuditExport
from kmsportal.core.call import Call
from kmsportal.core.errors import ResourceNotFoundException
from kmsportal.core.shapes import Part, Timestamp


class ExportShape(Part, frozen=True, kw_only=True):
    """``events`` and ``copies`` count what is written so far; ``size`` is in bytes."""

    export_id: str
    status: str
    requested_at: Timestamp
    requested_by: str
    expires_at: Timestamp
    events: int
    copies: int
    size: int
    parts: int
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    finished_at: Timestamp | None = None
    sha256: str | None = None
    error: str | None = None


def shape_of(export: AuditExport) -> ExportShape:
    return ExportShape(
        export_id=str(export.id),
        status=export.status,
        requested_at=Timestamp(export.requested_at),
        requested_by=export.requested_by,
        expires_at=Timestamp(export.expires_at),
        events=export.events,
        copies=export.copies,
        size=export.size,
        parts=export.parts,
        start_time=_shown(export.start),
        end_time=_shown(export.end),
        finished_at=_shown(export.finished_at),
        sha256=export.sha256 or None,
        error=export.error or None,
    )


def find_export(call: Call, export_id: str) -> AuditExport:
    """Return the account's export; ResourceNotFoundException for none or an old one."""
    rows = AuditExport.objects.filter(
        account_id=call.account_id, expires_at__gt=call.time
    )
    try:
        found = rows.filter(id=export_id).first()
    except ValidationError:
        found = None
    if found is None:
        raise ResourceNotFoundException(f"There is no export {export_id}.")
    return found


def _shown(moment: datetime | None) -> Timestamp | None:
    return Timestamp(moment) if moment else None
