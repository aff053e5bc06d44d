"""Files of costs that were asked for, until they expire."""

from typing import Self

from django.db import models
from django.db.models import Q


class CostExportQuerySet(models.QuerySet["CostExport"]):
    """Reads that name their tenant."""

    def in_account(self, account_id: str) -> Self:
        return self.filter(account_id=account_id)


class CostExport(models.Model):
    """A file of the costs of ``accounts`` (ids, with commas) in a month.

    ``account_id`` is the account that asked, ``done`` how many of its accounts are
    read. ``begun_at`` is when a worker last took it on.
    """

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "WAITING"
        MAKING = "MAKING"
        READY = "READY"
        FAILED = "FAILED"

    export_id = models.CharField(primary_key=True, max_length=36)
    account_id = models.CharField(max_length=12)
    accounts = models.TextField()
    month = models.IntegerField()
    format = models.CharField(max_length=16)
    status = models.CharField(
        max_length=8, choices=Status.choices, default=Status.WAITING
    )
    done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    content = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = CostExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cost_export_has_content_iff_ready",
                condition=Q(status="READY", content__isnull=False)
                | (~Q(status="READY") & Q(content=None)),
            ),
        ]
        indexes = [
            models.Index(
                name="cost_export_by_account", fields=["account_id", "created_at"]
            ),
            models.Index(name="cost_export_by_status", fields=["status", "begun_at"]),
        ]

    def __str__(self) -> str:
        return self.export_id

    @property
    def account_ids(self) -> tuple[str, ...]:
        return tuple(self.accounts.split(","))
