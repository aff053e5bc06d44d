"""Exporting on record: who reads the audit is in the audit."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from audit.cloudtrail import render_service_event
from audit.ledger import append
from audit.proof.exporting import Export, Period
from audit.proof.making import make_checkpoint, newest_checkpoint
from kmsportal.core.ids import new_event_id
from kmsportal.sealing.accounts import INSTALLATION


def export_audit(
    folder: Path, *, account_id: str, period: Period, now: datetime
) -> Mapping[str, int]:
    """Export one account's events, or all when ``account_id`` is empty.

    The export is recorded first and a checkpoint made, so it holds its own record.
    FileExistsError when ``folder`` is there already. Returns what was written.
    """
    if folder.exists():
        raise FileExistsError(folder)
    _record(account_id or INSTALLATION, period, now)
    checkpoint = make_checkpoint(now) or newest_checkpoint()
    if checkpoint is None:
        raise FileNotFoundError("There is nothing to export yet.")
    export = Export(folder, checkpoint, period)
    if account_id:
        export.write_account(account_id)
    else:
        export.write_installation()
    return export.counts


@transaction.atomic
def _record(account_id: str, period: Period, now: datetime) -> None:
    event = render_service_event(
        service="portal",
        name="ExportAudit",
        time=now,
        account_id=account_id,
        region=settings.KMSPORTAL_REGIONS[0],
        keys=(),
        details=period.shown(),
        event_id=new_event_id(now),
    )
    append(account_id, event)
