"""Writing the exports that were asked for: in the background, one at a time.

An archive is kept in the database in pieces, so every host can hand it out, and goes
when its time is over. Whoever dies while writing one leaves a claim that runs out.
"""

import hashlib
import logging
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q

from audit.models import AuditExport, AuditExportPart, ExportStatus
from audit.proof.exporting import Export, Period
from audit.proof.making import make_checkpoint, newest_checkpoint

PART_BYTES = 4 * 1024 * 1024
KEPT = timedelta(days=1)
_CLAIM = timedelta(minutes=30)
_MOST_ATTEMPTS = 3
_PROGRESS_EVENTS = 1000

_log = logging.getLogger(__name__)


def write_due_exports(now: datetime) -> int:
    """Write what was asked for, forget what is over; return how many were written."""
    AuditExport.objects.filter(expires_at__lte=now).delete()
    written = 0
    while (export := _claim(now)) is not None:
        written += _try(export, now)
    return written


@transaction.atomic
def _claim(now: datetime) -> AuditExport | None:
    """Take the oldest export that nobody is writing."""
    abandoned = Q(status=ExportStatus.RUNNING, claimed_until__lte=now)
    rows = AuditExport.objects.filter(Q(status=ExportStatus.WAITING) | abandoned)
    rows = rows.order_by("requested_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    export = rows.first()
    if export is None:
        return None
    export.status, export.claimed_until = ExportStatus.RUNNING, now + _CLAIM
    export.attempts += 1
    if export.attempts > _MOST_ATTEMPTS:
        export.status, export.error = ExportStatus.FAILED, "It was begun three times."
    export.save(update_fields=["status", "claimed_until", "attempts", "error"])
    return export


def _try(export: AuditExport, now: datetime) -> bool:
    if export.status == ExportStatus.FAILED:
        return False
    try:
        _write(export, now)
    except OSError as error:
        _log.exception("An audit export could not be written.")
        export.status = ExportStatus.FAILED
        export.error = f"It could not be written: {error.strerror}."
        export.save(update_fields=["status", "error"])
        return False
    return True


def _write(export: AuditExport, now: datetime) -> None:
    with tempfile.TemporaryDirectory(prefix="audit-export-") as place:
        folder = Path(place) / "export"
        counts = _fill(folder, export, now)
        archive = Path(place) / "export.zip"
        _pack(folder, archive)
        _keep(export, archive)
    export.events, export.copies = counts
    export.status, export.finished_at = ExportStatus.READY, now
    export.expires_at = now + KEPT
    export.save(
        update_fields=["events", "copies", "status", "finished_at", "expires_at"]
    )


def _fill(folder: Path, export: AuditExport, now: datetime) -> tuple[int, int]:
    checkpoint = make_checkpoint(now) or newest_checkpoint()
    if checkpoint is None:
        # Another process is signing the first one; the request's own event exists.
        raise FileNotFoundError(0, "there is no checkpoint yet")
    period = Period(export.start, export.end)
    written = Export(folder, checkpoint, period, progress=_Progress(export))
    written.write_account(export.account_id)
    return written.counts["events"], written.counts["copies"]


class _Progress:
    """Notes how far an export is, now and then."""

    def __init__(self, export: AuditExport) -> None:
        self._rows = AuditExport.objects.filter(id=export.id)

    def __call__(self, events: int, copies: int) -> None:
        if (events + copies) % _PROGRESS_EVENTS == 0:
            self._rows.update(events=events, copies=copies)


def _pack(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "x", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            packed.write(path, path.relative_to(folder.parent))


def _keep(export: AuditExport, archive: Path) -> None:
    """Put the archive into the database, a piece at a time."""
    AuditExportPart.objects.filter(export=export).delete()
    digest = hashlib.sha256()
    with archive.open("rb") as file:
        for number, piece in enumerate(iter(lambda: file.read(PART_BYTES), b""), 1):
            digest.update(piece)
            AuditExportPart.objects.create(export=export, number=number, content=piece)
            export.parts = number
    export.size, export.sha256 = archive.stat().st_size, digest.hexdigest()
    export.save(update_fields=["parts", "size", "sha256"])
