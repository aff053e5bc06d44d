"""Holds budgets against what was spent: one alert a threshold and month."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from billing.budgets.shapes import shown_amount
from billing.budgets.spending import Spending, spending_of
from billing.costs import grace
from billing.models import (
    AlertDelivery,
    Budget,
    BudgetAlert,
    BudgetNotification,
    NotificationType,
    ThresholdType,
)
from billing.months import Month

__all__ = ["Budget", "alert", "claim_due", "details_of"]

EVERY = timedelta(minutes=10)


@transaction.atomic
def claim_due(now: datetime) -> list[Budget]:
    """Take the budgets that are due, so that no other worker holds them as well."""
    rows = Budget.objects.filter(due_at__lte=now).order_by("due_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    claimed = list(rows)
    ids = [budget.id for budget in claimed]
    Budget.objects.filter(id__in=ids).update(due_at=now + EVERY)
    return claimed


def alert(budget: Budget, now: datetime) -> Sequence[BudgetAlert]:
    """Make the alerts that the budget's thresholds ask for and that are new.

    Within a transaction. The month before is looked at while its grace lasts, so that
    its last hours count.
    """
    return [
        made
        for month in _months(now)
        for made in _alert_of_month(budget, spending_of(budget, month, now=now), now)
    ]


def limit_of(notification: BudgetNotification, limit: Decimal) -> Decimal:
    """Return the amount at which a threshold is reached."""
    if notification.threshold_type == ThresholdType.PERCENTAGE:
        return limit * notification.threshold / 100
    return notification.threshold


def details_of(made: BudgetAlert) -> dict[str, str]:
    """Return what the ledger is told of an alert."""
    return {
        "budgetName": made.budget.name,
        "month": str(Month.at(made.month)),
        "notificationType": made.notification_type,
        "thresholdType": made.threshold_type,
        "threshold": shown_amount(made.threshold),
        "limitAmount": shown_amount(made.limit),
        "amount": shown_amount(made.amount),
        "currency": made.currency,
    }


def _months(now: datetime) -> Iterator[Month]:
    month = Month.of(now)
    if now < month.begins + grace():
        yield month.previous
    yield month


def _alert_of_month(
    budget: Budget, spending: Spending, now: datetime
) -> Iterator[BudgetAlert]:
    is_over = now >= spending.month.ends
    for notification in budget.budgetnotification_set.order_by("threshold", "id"):
        is_actual = notification.notification_type == NotificationType.ACTUAL
        amount = spending.actual if is_actual else spending.forecast
        if amount is None or (is_over and not is_actual):
            continue
        if amount >= limit_of(notification, budget.limit):
            yield from _make(budget, notification, spending, amount, now)


def _make(
    budget: Budget,
    notification: BudgetNotification,
    spending: Spending,
    amount: Decimal,
    now: datetime,
) -> Iterator[BudgetAlert]:
    """Make the alert with its deliveries, unless the month has it already."""
    made, is_new = BudgetAlert.objects.get_or_create(
        budget=budget,
        month=spending.month.ordinal,
        notification_type=notification.notification_type,
        threshold_type=notification.threshold_type,
        threshold=notification.threshold,
        defaults={
            "id": uuid.uuid4(),
            "limit": budget.limit,
            "amount": amount,
            "currency": spending.currency,
            "made_at": now,
        },
    )
    if not is_new:
        return
    AlertDelivery.objects.bulk_create(
        AlertDelivery(
            alert=made,
            subscription_type=one.subscription_type,
            address=one.address,
            due_at=now,
        )
        for one in budget.budgetsubscriber_set.order_by("id")
    )
    yield made
