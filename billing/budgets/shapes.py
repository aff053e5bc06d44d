"""Members that the operations on budgets share; words are those of AWS Budgets."""

from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from billing.members import AccountId
from billing.models import (
    AlertDelivery,
    Budget,
    BudgetAlert,
    BudgetScope,
    NotificationType,
    SubscriptionType,
    ThresholdType,
)
from billing.months import Month
from kmsportal.core.shapes import Params, Part, Timestamp, matching

BudgetName = Annotated[str, matching(r"[A-Za-z0-9._-]{1,100}")]
Amount = Annotated[str, matching(r"[0-9]{1,12}(\.[0-9]{1,12})?")]
_MOST = 10


class Notification(Part, frozen=True, kw_only=True):
    """``threshold`` is percent of the limit, or an amount in the book's currency."""

    notification_type: NotificationType
    threshold: Amount
    threshold_type: ThresholdType = ThresholdType.PERCENTAGE


class Subscriber(Part, frozen=True, kw_only=True):
    """``address`` is an e-mail address, or the URL of a webhook."""

    subscription_type: SubscriptionType
    address: Annotated[str, Meta(min_length=1, max_length=512)]


class BudgetParams(Params, frozen=True, kw_only=True):
    """What a budget is made of; an update replaces all of it.

    ``account_id`` may be another of the organisation, for its management account;
    ``scope`` ``ORGANIZATION`` is for that account alone. ``key_arn`` goes with
    ``KEY``, ``tag_key`` and ``tag_value`` with ``TAG``.
    """

    budget_name: BudgetName
    limit_amount: Amount
    scope: BudgetScope = BudgetScope.ACCOUNT
    account_id: AccountId | None = None
    key_arn: Annotated[str, Meta(min_length=1, max_length=256)] | None = None
    tag_key: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    tag_value: Annotated[str, Meta(max_length=256)] | None = None
    notifications: Annotated[tuple[Notification, ...], Meta(max_length=_MOST)] = ()
    subscribers: Annotated[tuple[Subscriber, ...], Meta(max_length=_MOST)] = ()
    blocks_cryptography: bool = False


class ShownBudget(Part, frozen=True, kw_only=True):
    """A budget as it was set."""

    budget_name: str
    limit_amount: str
    scope: BudgetScope
    account_id: str
    key_arn: str | None = None
    tag_key: str | None = None
    tag_value: str | None = None
    notifications: tuple[Notification, ...]
    subscribers: tuple[Subscriber, ...]
    creation_time: Timestamp
    last_updated_time: Timestamp


class Delivery(Part, frozen=True, kw_only=True):
    """How an alert gets to one subscriber; ``error`` is of the last attempt."""

    subscription_type: SubscriptionType
    address: str
    delivered_time: Timestamp | None = None
    next_attempt_time: Timestamp | None = None
    error: str | None = None


class Alert(Part, frozen=True, kw_only=True):
    """A threshold that was crossed, at ``amount`` actual or forecast cost."""

    month: str
    notification: Notification
    limit_amount: str
    amount: str
    currency: str
    alert_time: Timestamp
    deliveries: tuple[Delivery, ...]


def shown_amount(amount: Decimal) -> str:
    """Print every digit that counts, whichever database kept them."""
    return format(amount.normalize(), "f")


def shown_budget(budget: Budget) -> ShownBudget:
    return ShownBudget(
        budget_name=budget.name,
        limit_amount=shown_amount(budget.limit),
        scope=BudgetScope(budget.scope),
        account_id=budget.watched_account,
        key_arn=budget.key_arn or None,
        tag_key=budget.tag_key or None,
        tag_value=budget.tag_value if budget.tag_key else None,
        notifications=tuple(
            Notification(
                notification_type=NotificationType(one.notification_type),
                threshold=shown_amount(one.threshold),
                threshold_type=ThresholdType(one.threshold_type),
            )
            for one in budget.budgetnotification_set.order_by("id")
        ),
        subscribers=tuple(
            Subscriber(
                subscription_type=SubscriptionType(one.subscription_type),
                address=one.address,
            )
            for one in budget.budgetsubscriber_set.order_by("id")
        ),
        creation_time=Timestamp(budget.created_at),
        last_updated_time=Timestamp(budget.updated_at),
    )


def shown_alert(alert: BudgetAlert) -> Alert:
    deliveries = alert.alertdelivery_set.order_by("id")
    return Alert(
        month=str(Month.at(alert.month)),
        notification=Notification(
            notification_type=NotificationType(alert.notification_type),
            threshold=shown_amount(alert.threshold),
            threshold_type=ThresholdType(alert.threshold_type),
        ),
        limit_amount=shown_amount(alert.limit),
        amount=shown_amount(alert.amount),
        currency=alert.currency,
        alert_time=Timestamp(alert.made_at),
        deliveries=tuple(_delivery(one) for one in deliveries),
    )


def _delivery(row: AlertDelivery) -> Delivery:
    return Delivery(
        subscription_type=SubscriptionType(row.subscription_type),
        address=row.address,
        delivered_time=Timestamp(row.delivered_at) if row.delivered_at else None,
        next_attempt_time=Timestamp(row.due_at) if row.due_at else None,
        error=row.last_error or None,
    )
