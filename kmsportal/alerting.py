"""Watching budgets when they are due: alerts and their events, in one transaction."""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from audit.cloudtrail import render_service_event
from audit.ledger import append
from billing.budgets.alerting import Budget, alert, claim_due, details_of
from billing.budgets.delivery import deliver_alerts
from kmsportal.core.ids import new_event_id
from kmsportal.core.record import LedgerEvent

logger = logging.getLogger(__name__)


def watch_budgets(now: datetime) -> int:
    """Alert for the budgets due by ``now`` and send what waits; return new alerts.

    A budget that cannot be held against its costs does not hold up the others.
    """
    made = 0
    for budget in claim_due(now):
        try:
            made += _watch(budget, now)
        except Exception:
            logger.exception("The budget %s could not be watched.", budget.id)
    deliver_alerts(now)
    return made


@transaction.atomic
def _watch(budget: Budget, now: datetime) -> int:
    made = alert(budget, now)
    for one in made:
        append(budget.account_id, _event(budget.account_id, details_of(one), now))
    return len(made)


def _event(account_id: str, details: Mapping[str, str], now: datetime) -> LedgerEvent:
    return render_service_event(
        service="portal",
        name="AlertBudget",
        time=now,
        account_id=account_id,
        region=settings.KMSPORTAL_REGIONS[0],
        keys=(),
        details=details,
        event_id=new_event_id(now),
    )
