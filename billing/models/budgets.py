"""Budgets, the alerts they gave and how those got to their subscribers."""

from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Q

_DIGITS, _PLACES = 38, 12


class BudgetScope(StrEnum):
    """What a budget adds up."""

    ACCOUNT = "ACCOUNT"
    ORGANIZATION = "ORGANIZATION"
    KEY = "KEY"
    TAG = "TAG"


class NotificationType(StrEnum):
    """Whether a threshold is held against what was spent or what will have been."""

    ACTUAL = "ACTUAL"
    FORECASTED = "FORECASTED"


class ThresholdType(StrEnum):
    PERCENTAGE = "PERCENTAGE"
    ABSOLUTE_VALUE = "ABSOLUTE_VALUE"


class SubscriptionType(StrEnum):
    EMAIL = "EMAIL"
    WEBHOOK = "WEBHOOK"


class BudgetQuerySet(models.QuerySet["Budget"]):
    """Reads that name their tenant."""

    def in_account(self, account_id: str) -> Self:
        return self.filter(account_id=account_id)


class Budget(models.Model):
    """A monthly limit that ``account_id`` set, for itself or for ``watched_account``.

    ``sealed_secret`` is the key of its webhooks' signatures, sealed for this row.
    ``due_at`` is when it is next held against the costs.
    """

    id = models.UUIDField(primary_key=True)
    account_id = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=16)
    watched_account = models.CharField(max_length=12)
    key_arn = models.CharField(max_length=256, blank=True)
    tag_key = models.CharField(max_length=128, blank=True)
    tag_value = models.CharField(max_length=256, blank=True)
    limit = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    sealed_secret = models.BinaryField(default=b"")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="budget_name_is_one_of_its_account", fields=["account_id", "name"]
            ),
            models.CheckConstraint(
                name="budget_limit_is_positive", condition=Q(limit__gt=0)
            ),
            models.CheckConstraint(
                name="budget_key_iff_scope_is_key",
                condition=Q(scope="KEY") ^ Q(key_arn=""),
            ),
            models.CheckConstraint(
                name="budget_tag_iff_scope_is_tag",
                condition=Q(scope="TAG") ^ Q(tag_key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.account_id}"


class BudgetNotification(models.Model):
    """A threshold of a budget."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE)
    notification_type = models.CharField(max_length=16)
    threshold_type = models.CharField(max_length=16)
    threshold = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="budget_threshold_is_one",
                fields=["budget", "notification_type", "threshold_type", "threshold"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notification_type} {self.threshold} {self.threshold_type}"


class BudgetSubscriber(models.Model):
    """Somebody who is told."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE)
    subscription_type = models.CharField(max_length=8)
    address = models.CharField(max_length=512)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="budget_subscriber_is_one",
                fields=["budget", "subscription_type", "address"],
            ),
        ]

    def __str__(self) -> str:
        return self.subscription_type


class BudgetAlert(models.Model):
    """That a threshold was crossed in a month, at what figures: once for each."""

    id = models.UUIDField(primary_key=True)
    budget = models.ForeignKey(Budget, on_delete=models.CASCADE)
    month = models.IntegerField()
    notification_type = models.CharField(max_length=16)
    threshold_type = models.CharField(max_length=16)
    threshold = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    limit = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    amount = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    currency = models.CharField(max_length=3)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="budget_alert_is_one_a_threshold_and_month",
                fields=[
                    "budget",
                    "month",
                    "notification_type",
                    "threshold_type",
                    "threshold",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} {self.month} {self.threshold}"


class AlertDelivery(models.Model):
    """An alert on its way to one subscriber.

    ``due_at`` is when it is tried next; None when it arrived or was given up.
    """

    alert = models.ForeignKey(BudgetAlert, on_delete=models.CASCADE)
    subscription_type = models.CharField(max_length=8)
    address = models.CharField(max_length=512)
    due_at = models.DateTimeField(null=True, db_index=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=256, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="alert_delivery_is_one_a_subscriber",
                fields=["alert", "subscription_type", "address"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} by {self.subscription_type}"
