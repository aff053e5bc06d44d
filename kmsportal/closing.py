"""Closing months when they are due: statements and their events, in one transaction."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction

from audit import feed
from audit.cloudtrail import render_service_event
from audit.ledger import append
from billing.closing import (
    Due,
    Issued,
    NotReconciledError,
    begin_closing,
    close_month,
    months_due,
)
from billing.ledger_count import LedgerCountProjection
from billing.metering import UsageProjection
from kmsportal import projector
from kmsportal.core.ids import new_event_id
from kmsportal.core.moments import microseconds
from kmsportal.core.record import LedgerEvent

logger = logging.getLogger(__name__)


def close_due_months(now: datetime) -> int:
    """Count the ledger, then close all months due by ``now``; return how many.

    A second run finds nothing to do. An organisation whose figures do not agree stays
    open, and its later months with it; the others are closed.
    """
    projector.catch_up([LedgerCountProjection()])
    closed, stuck = 0, set()
    for due in months_due(now):
        if due.organisation_id in stuck:
            continue
        try:
            closed += close(due, now)
        except Exception:
            stuck.add(due.organisation_id)
            logger.exception("%s of %s is not closed.", due.month, due.organisation_id)
    return closed


@transaction.atomic
def close(due: Due, now: datetime) -> bool:
    """Close one month; False when that is done already.

    NotReconciledError, with nothing changed, where the figures do not agree yet.
    """
    begin_closing()
    _require_metered(due)
    issued = close_month(due, now=now)
    if issued is None:
        return False
    # One order for all: two processes that append to these chains cannot deadlock.
    for account_id in sorted(issued.parts):
        append(account_id, _event(issued, account_id, now))
    return True


def _require_metered(due: Due) -> None:
    for name in (UsageProjection.name, LedgerCountProjection.name):
        oldest = feed.oldest_pending_time(name)
        if oldest is not None and oldest < microseconds(due.month.ends):
            raise NotReconciledError(f"The ledger is not fully read yet ({name}).")


def _event(issued: Issued, account_id: str, now: datetime) -> LedgerEvent:
    return render_service_event(
        service="portal",
        name="CloseBillingPeriod",
        time=now,
        account_id=account_id,
        region=settings.KMSPORTAL_REGIONS[0],
        keys=(),
        details={
            "statementNumber": issued.number,
            "statementDigest": issued.digest,
            "accountDigest": issued.parts[account_id],
            "signingKeyId": issued.key_id,
        },
        event_id=new_event_id(now),
    )
