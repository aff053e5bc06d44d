"""Makes the files that were asked for: small ones at once, others in the background."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from billing.exports.formats import KINDS, Format
from billing.exports.sheets import read_sheet
from billing.models import CostExport, KeyInterval, UsageMonth
from billing.months import Month

logger = logging.getLogger(__name__)

KEPT = timedelta(days=7)
"""How long a file can be downloaded."""
_SMALL = 2_000
_STALE = timedelta(minutes=15)
_Status = CostExport.Status


def is_small(accounts: tuple[str, ...], month: Month) -> bool:
    """Tell whether the accounts have so few rows that nobody need wait for them."""
    rows = UsageMonth.objects.filter(account_id__in=accounts, month=month.ordinal)
    keys = KeyInterval.objects.filter(account_id__in=accounts)
    return rows[:_SMALL].count() + keys[:_SMALL].count() < _SMALL


def make_due_exports(now: datetime) -> int:
    """Make what is waiting, throw away what has expired; return how many were made.

    A worker that died over one leaves it to the next after a while.
    """
    CostExport.objects.filter(expires_at__lte=now).delete()
    made = 0
    for export_id in list(_due(now).values_list("export_id", flat=True)):
        taken = _due(now).filter(export_id=export_id)
        # The update is the claim: of two workers that try at once one changes the row.
        if taken.update(status=_Status.MAKING, begun_at=now, done=0):
            made += _try(CostExport.objects.get(export_id=export_id), now)
    return made


def make(export: CostExport, now: datetime) -> None:
    """Write the file; figures of an open month are those of ``now``."""
    month = Month.at(export.month)
    sheets = []
    for account_id in export.account_ids:
        sheets.append(read_sheet(account_id, month, now=now))
        export.done = len(sheets)
        export.save(update_fields=["done"])
    export.content = KINDS[Format(export.format)].write(sheets)
    export.digest = hashlib.sha256(export.content).hexdigest()
    export.status = _Status.READY
    export.save(update_fields=["content", "digest", "status"])


def _due(now: datetime) -> QuerySet[CostExport]:
    stale = Q(status=_Status.MAKING, begun_at__lt=now - _STALE)
    return CostExport.objects.filter(Q(status=_Status.WAITING) | stale).order_by(
        "created_at", "export_id"
    )


def _try(export: CostExport, now: datetime) -> bool:
    try:
        make(export, now)
    except Exception:
        logger.exception("The export %s could not be made.", export.export_id)
        rows = CostExport.objects.filter(export_id=export.export_id)
        rows.update(status=_Status.FAILED)
        return False
    return True
