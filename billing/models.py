"""Price books and what was metered; usage rows are projected from the ledger."""

from django.db import models
from django.db.models import F, Q


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


class UsageHour(models.Model):
    """How often a caller's account used an operation on a key within one UTC hour.

    ``hour`` is epoch hours. ``key_arn`` is empty for a call without a key.
    """

    account_id = models.CharField(max_length=12)
    hour = models.BigIntegerField()
    region = models.CharField(max_length=32)
    key_arn = models.CharField(max_length=256, blank=True)
    key_owner = models.CharField(max_length=12, blank=True)
    operation = models.CharField(max_length=64)
    request_class = models.CharField(max_length=32)
    principal = models.CharField(max_length=512)
    is_billable = models.BooleanField()
    count = models.BigIntegerField()

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
