"""The log of all chains' growth, its signed checkpoints, their keys and anchors."""

from django.db import models
from django.db.models import F, Q


class LogKey(models.Model):
    """A key that signs checkpoints; its private half is sealed to the row.

    ``vkey`` is the public key as C2SP spells it.
    """

    id = models.CharField(primary_key=True, max_length=8)
    vkey = models.TextField()
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)


class LogEntry(models.Model):
    """What one chain grew by between two checkpoints: a leaf of the log's tree."""

    index = models.BigIntegerField(primary_key=True)
    chain_name = models.CharField(max_length=64)
    first_number = models.BigIntegerField()
    last_number = models.BigIntegerField()
    segments_root = models.BinaryField()
    head_hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="log_entry_begins_once",
                fields=["chain_name", "first_number"],
            ),
            models.CheckConstraint(
                name="log_entry_ends_after_it_begins",
                condition=Q(first_number__gt=0, last_number__gte=F("first_number")),
            ),
        ]


class Checkpoint(models.Model):
    """The log's signed head at one moment; ``frontier`` is what appending needs."""

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField()
    frontier = models.BinaryField()
    note = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="checkpoint_numbers_begin_at_one", condition=Q(number__gt=0)
            ),
        ]


class AnchorKind(models.TextChoices):
    """Where a checkpoint can be kept out of the operator's reach."""

    WEBHOOK = "webhook"
    EMAIL = "email"
    FILE = "file"


class Anchor(models.Model):
    """A place outside the database that gets checkpoints, and how far it has them.

    ``delivered`` is the number of the newest checkpoint there; ``last_error`` says in
    plain words what went wrong, empty when nothing did. ``sealed_secret`` keys the
    MAC of a webhook.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16, choices=AnchorKind.choices)
    target = models.CharField(max_length=1024)
    sealed_secret = models.BinaryField(default=bytes)
    every_seconds = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    delivered = models.BigIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=512, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="anchor_has_a_known_kind",
                condition=Q(kind__in=AnchorKind.values),
            ),
        ]
