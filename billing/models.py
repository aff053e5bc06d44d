"""Price books and what was metered; usage rows are projected from the ledger."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from billing.months import HourRange


class PriceBook(models.Model):
    """An immutable version of a price book; ``document`` is its canonical JSON."""

    name = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    effective_from = models.DateTimeField()
    document = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="price_book_version_is_unique", fields=["name", "version"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


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
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.operation} of {self.account_id} in hour {self.hour}"


class KeyIntervalQuerySet(models.QuerySet["KeyInterval"]):
    """Reads that name their tenant."""

    def in_account(self, account_id: str) -> Self:
        return self.filter(account_id=account_id)


class KeyInterval(models.Model):
    """A span of time a key spent in one state; the last one is open.

    ``begins`` and ``ends`` are epoch microseconds, ``ends`` exclusive.
    """

    account_id = models.CharField(max_length=12)
    key_arn = models.CharField(max_length=256)
    state = models.CharField(max_length=32)
    manager = models.CharField(max_length=8)
    begins = models.BigIntegerField()
    ends = models.BigIntegerField(null=True)

    objects = KeyIntervalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="key_has_one_open_interval",
                fields=["account_id", "key_arn"],
                condition=Q(ends=None),
            ),
            models.CheckConstraint(
                name="key_interval_ends_after_it_begins",
                condition=Q(ends=None) | Q(ends__gte=F("begins")),
            ),
        ]
        indexes = [
            models.Index(name="key_interval_by_account", fields=["account_id", "ends"]),
        ]

    def __str__(self) -> str:
        return f"{self.key_arn} {self.state} from {self.begins} to {self.ends}"


class KeyRotationQuerySet(models.QuerySet["KeyRotation"]):
    """Reads that name their tenant."""

    def in_account(self, account_id: str) -> Self:
        return self.filter(account_id=account_id)


class KeyRotation(models.Model):
    """A rotation that took place; ``time`` is epoch microseconds."""

    account_id = models.CharField(max_length=12)
    key_arn = models.CharField(max_length=256)
    time = models.BigIntegerField()

    objects = KeyRotationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="key_rotation_by_key", fields=["account_id", "key_arn", "time"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_arn} rotated at {self.time}"
