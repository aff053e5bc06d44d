"""Brings alerts to their subscribers, again and again until they got there."""

import json
from datetime import datetime, timedelta

from django.db import connection, transaction

from billing.budgets.checking import is_allowed_webhook
from billing.budgets.keeping import webhook_secret
from billing.budgets.shapes import shown_amount
from billing.models import (
    AlertDelivery,
    BudgetAlert,
    NotificationType,
    SubscriptionType,
    ThresholdType,
)
from billing.months import Month
from kmsportal.outgoing import NotSentError, mail, pause_after, post_signed
from kmsportal.sealing.envelope import SealBrokenError

_CLAIM = timedelta(minutes=2)
_AT_ONCE = 10
_GIVEN_UP_AFTER = timedelta(days=3)


def deliver_alerts(now: datetime) -> int:
    """Try every delivery that is due; return how many arrived."""
    return sum(_deliver(row, now) for row in _claimed(now))


@transaction.atomic
def _claimed(now: datetime) -> list[AlertDelivery]:
    """Take due deliveries for a while, so that no other worker sends the same."""
    rows = AlertDelivery.objects.filter(due_at__lte=now).order_by("due_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    claimed = list(rows[:_AT_ONCE])
    ids = [row.pk for row in claimed]
    AlertDelivery.objects.filter(pk__in=ids).update(due_at=now + _CLAIM)
    return claimed


def _deliver(row: AlertDelivery, now: datetime) -> bool:
    try:
        _send(row)
    except NotSentError as error:
        _note_failure(row, error, now)
        return False
    row.delivered_at, row.due_at, row.last_error = now, None, ""
    row.save(update_fields=["delivered_at", "due_at", "last_error"])
    return True


def _send(row: AlertDelivery) -> None:
    alert = row.alert
    if row.subscription_type == SubscriptionType.EMAIL:
        mail(row.address, subject=_subject(alert), text=_text(alert))
        return
    if not is_allowed_webhook(row.address):
        raise NotSentError("The operator does not allow that address any more.")
    try:
        secret = webhook_secret(alert.budget)
    except SealBrokenError:
        raise NotSentError("The webhook's secret cannot be opened.") from None
    post_signed(row.address, _body(alert), secret=secret)


def _note_failure(row: AlertDelivery, error: NotSentError, now: datetime) -> None:
    is_over = now - row.alert.made_at >= _GIVEN_UP_AFTER
    row.due_at = None if is_over else now + pause_after(row.failures)
    row.failures += 1
    row.last_error = str(error)
    row.save(update_fields=["due_at", "failures", "last_error"])


def _body(alert: BudgetAlert) -> bytes:
    """Spell the alert; ``id`` is the same at each attempt, so receivers know it."""
    budget = alert.budget
    return json.dumps({
        "type": "budget.alert",
        "id": str(alert.id),
        "accountId": budget.account_id,
        "budgetName": budget.name,
        "month": str(Month.at(alert.month)),
        "notificationType": alert.notification_type,
        "thresholdType": alert.threshold_type,
        "threshold": shown_amount(alert.threshold),
        "limitAmount": shown_amount(alert.limit),
        "amount": shown_amount(alert.amount),
        "currency": alert.currency,
        "alertTime": alert.made_at.isoformat(),
    }).encode()  # fmt: skip


def _subject(alert: BudgetAlert) -> str:
    return f"Budget {alert.budget.name}: {_threshold(alert)} reached"


def _text(alert: BudgetAlert) -> str:
    budget, month = alert.budget, Month.at(alert.month)
    is_actual = alert.notification_type == NotificationType.ACTUAL
    verb = "has cost" if is_actual else "is forecast to cost"
    return (
        f"The budget {budget.name} of account {budget.account_id} allows"
        f" {shown_amount(alert.limit)} {alert.currency} a month.\n"
        f"{month} {verb} {shown_amount(alert.amount)} {alert.currency},"
        f" which reaches the threshold of {_threshold(alert)}.\n"
        "No call is stopped because of it. This threshold alerts once a month.\n"
    )


def _threshold(alert: BudgetAlert) -> str:
    unit = " %"
    if alert.threshold_type == ThresholdType.ABSOLUTE_VALUE:
        unit = f" {alert.currency}"
    return f"{shown_amount(alert.threshold)}{unit}"
