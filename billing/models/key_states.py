"""What became of keys: states, rotations, tags; projected from the ledger."""

from typing import Self

from django.db import models
from django.db.models import F, Q


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


class KeyTagIntervalQuerySet(models.QuerySet["KeyTagInterval"]):
    """Reads that name their tenant."""

    def in_account(self, account_id: str) -> Self:
        return self.filter(account_id=account_id)


class KeyTagInterval(models.Model):
    """A span of time in which a key's tag ``name`` had ``value``; the last is open.

    ``begins`` and ``ends`` are epoch microseconds, ``ends`` exclusive.
    """

    account_id = models.CharField(max_length=12)
    key_arn = models.CharField(max_length=256)
    name = models.CharField(max_length=128)
    value = models.CharField(max_length=256, blank=True)
    begins = models.BigIntegerField()
    ends = models.BigIntegerField(null=True)

    objects = KeyTagIntervalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="key_tag_has_one_open_interval",
                fields=["account_id", "key_arn", "name"],
                condition=Q(ends=None),
            ),
            models.CheckConstraint(
                name="key_tag_interval_ends_after_it_begins",
                condition=Q(ends=None) | Q(ends__gte=F("begins")),
            ),
        ]
        indexes = [
            models.Index(
                name="key_tag_by_name", fields=["account_id", "name", "key_arn"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}={self.value} on {self.key_arn}"
