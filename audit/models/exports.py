"""Exports of one account's audit, written in the background, kept for a while."""

from django.db import models
from django.db.models import Q


class ExportStatus(models.TextChoices):
    """How far an export is."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    READY = "READY"
    FAILED = "FAILED"


class AuditExport(models.Model):
    """One export that was asked for; its archive lies in ``AuditExportPart`` rows.

    Whoever writes it holds it until ``claimed_until``; later another may begin anew.
    """

    id = models.UUIDField(primary_key=True)
    account_id = models.CharField(max_length=12)
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=2048)
    start = models.DateTimeField(null=True)
    end = models.DateTimeField(null=True)
    status = models.CharField(max_length=8, choices=ExportStatus.choices)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    events = models.BigIntegerField(default=0)
    copies = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    parts = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    error = models.CharField(max_length=512, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audit_export_has_a_known_status",
                condition=Q(status__in=ExportStatus.values),
            ),
        ]
        indexes = [
            models.Index(
                name="audit_exports_of_an_account", fields=["account_id", "id"]
            ),
        ]


class AuditExportPart(models.Model):
    """A piece of an export's archive, numbered from one."""

    export = models.ForeignKey(AuditExport, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="audit_export_part_is_there_once", fields=["export", "number"]
            ),
        ]
