"""What was metered by the hour; rows are projected from the ledger."""

from typing import Self

from django.db import models
from django.db.models import Q

from billing.months import HourRange


class UsageHourQuerySet(models.QuerySet["UsageHour"]):
    """Reads that name their tenant: the one who called, or the one who owns the key."""

    def in_account(self, account_id: str, span: HourRange) -> Self:
        return self.filter(
            account_id=account_id, hour__gte=span.begins, hour__lt=span.ends
        )

    def by_strangers(self, key_owner: str, span: HourRange) -> Self:
        """Return what other accounts did with the keys of ``key_owner``."""
        return self.filter(
            key_owner=key_owner, hour__gte=span.begins, hour__lt=span.ends
        ).exclude(account_id=key_owner)


class UsageHour(models.Model):
    """How often a caller's account used an operation on a key within one UTC hour.

    ``hour`` is epoch hours. ``key_arn`` is empty for a call without a key, whose
    ``request_class`` is empty too where the service is not KMS. ``is_billable`` says
    that it was a KMS call and succeeded; a price book decides what that costs.
    """

    account_id = models.CharField(max_length=12)
    hour = models.BigIntegerField()
    region = models.CharField(max_length=32)
    key_arn = models.CharField(max_length=256, blank=True)
    key_owner = models.CharField(max_length=12, blank=True)
    key_spec = models.CharField(max_length=32, blank=True)
    key_manager = models.CharField(max_length=8, blank=True)
    operation = models.CharField(max_length=64)
    request_class = models.CharField(max_length=64, blank=True)
    principal = models.CharField(max_length=1024)
    is_billable = models.BooleanField()
    count = models.BigIntegerField()

    objects = UsageHourQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="usage_hour_is_one_row",
                fields=[
                    "account_id",
                    "hour",
                    "region",
                    "key_arn",
                    "operation",
                    "request_class",
                    "principal",
                    "is_billable",
                ],
            ),
            models.CheckConstraint(
                name="usage_count_is_positive", condition=Q(count__gt=0)
            ),
        ]
        indexes = [
            models.Index(name="usage_by_owner", fields=["key_owner", "hour"]),
            models.Index(name="usage_by_key", fields=["account_id", "key_arn", "hour"]),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.operation} of {self.account_id} in hour {self.hour}"
