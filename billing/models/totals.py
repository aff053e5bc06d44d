"""Usage added up by month and by day, so that no report reads every hour."""

from typing import Self

from django.db import models


class UsageMonthQuerySet(models.QuerySet["UsageMonth"]):
    """Reads that name their tenant: the one who called, or the one who owns the key."""

    def in_account(self, account_id: str, month: int) -> Self:
        return self.filter(account_id=account_id, month=month)

    def by_strangers(self, key_owner: str, month: int) -> Self:
        """Return what other accounts did with the keys of ``key_owner``."""
        return self.filter(key_owner=key_owner, month=month).exclude(
            account_id=key_owner
        )


class UsageMonth(models.Model):
    """The hours of ``UsageHour`` of one month, whoever the principal was.

    ``month`` counts months since January of year 0, as ``Month.ordinal`` does.
    """

    account_id = models.CharField(max_length=12)
    month = models.IntegerField()
    region = models.CharField(max_length=32)
    key_arn = models.CharField(max_length=256, blank=True)
    key_owner = models.CharField(max_length=12, blank=True)
    key_manager = models.CharField(max_length=8, blank=True)
    operation = models.CharField(max_length=64)
    request_class = models.CharField(max_length=64, blank=True)
    is_billable = models.BooleanField()
    count = models.BigIntegerField()

    objects = UsageMonthQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="usage_month_is_one_row",
                fields=[
                    "account_id",
                    "month",
                    "key_arn",
                    "region",
                    "operation",
                    "request_class",
                    "is_billable",
                ],
            ),
        ]
        indexes = [
            models.Index(name="usage_month_by_owner", fields=["key_owner", "month"]),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.operation} of {self.account_id} in {self.month}"


class UsageDayQuerySet(models.QuerySet["UsageDay"]):
    """Reads that name their tenant: the one who called, or the one who owns the key."""

    def in_account(self, account_id: str, first: int, last: int) -> Self:
        return self.filter(account_id=account_id, day__gte=first, day__lte=last)

    def by_strangers(self, key_owner: str, first: int, last: int) -> Self:
        """Return what other accounts did with the keys of ``key_owner``."""
        rows = self.filter(key_owner=key_owner, day__gte=first, day__lte=last)
        return rows.exclude(account_id=key_owner)


class UsageDay(models.Model):
    """The hours of ``UsageHour`` of one UTC day, whatever the key was.

    ``day`` is epoch days.
    """

    account_id = models.CharField(max_length=12)
    day = models.IntegerField()
    region = models.CharField(max_length=32)
    key_owner = models.CharField(max_length=12, blank=True)
    key_manager = models.CharField(max_length=8, blank=True)
    operation = models.CharField(max_length=64)
    request_class = models.CharField(max_length=64, blank=True)
    principal = models.CharField(max_length=1024)
    is_billable = models.BooleanField()
    count = models.BigIntegerField()

    objects = UsageDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="usage_day_is_one_row",
                fields=[
                    "account_id",
                    "day",
                    "region",
                    "key_owner",
                    "key_manager",
                    "operation",
                    "request_class",
                    "principal",
                    "is_billable",
                ],
            ),
        ]
        indexes = [
            models.Index(name="usage_day_by_owner", fields=["key_owner", "day"]),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.operation} of {self.account_id} on {self.day}"


class LedgerCountQuerySet(models.QuerySet["LedgerCount"]):
    """Reads that name their tenant."""

    def in_account(self, account_id: str, month: int) -> Self:
        return self.filter(account_id=account_id, month=month)


class LedgerCount(models.Model):
    """How many calls of KMS the ledger holds, counted apart from the meter.

    A month is closed only where the meter has counted the same.
    """

    account_id = models.CharField(max_length=12)
    month = models.IntegerField()
    succeeded = models.BigIntegerField()
    failed = models.BigIntegerField()

    objects = LedgerCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="ledger_count_is_one_row", fields=["account_id", "month"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.succeeded} calls of {self.account_id} in {self.month}"
