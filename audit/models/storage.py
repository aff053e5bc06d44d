"""Where an account keeps the files of its trails."""

from django.db import models
from django.db.models import Q


class StorageKind(models.TextChoices):
    """``LOCAL`` is the portal's own folder, ``S3`` a bucket somewhere else."""

    LOCAL = "LOCAL"
    S3 = "S3"


class StorageConnection(models.Model):
    """A bucket by the name that trails use, and how the portal reaches it.

    The secret access key is sealed to this row. ``ca_certificate`` is PEM, empty where
    the system's authorities will do.
    """

    account_id = models.CharField(max_length=12)
    bucket_name = models.CharField(max_length=63)
    kind = models.CharField(max_length=5, choices=StorageKind)
    region = models.CharField(max_length=32)
    endpoint_url = models.CharField(max_length=512, blank=True)
    access_key_id = models.CharField(max_length=128, blank=True)
    sealed_secret = models.BinaryField(default=bytes)
    ca_certificate = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="bucket_name_is_unique_in_account",
                fields=["account_id", "bucket_name"],
            ),
            models.CheckConstraint(
                name="storage_elsewhere_has_an_address_and_credentials",
                condition=Q(kind="LOCAL", endpoint_url="", access_key_id="")
                | (Q(kind="S3") & ~Q(endpoint_url="") & ~Q(access_key_id="")),
            ),
        ]

    def __str__(self) -> str:
        return self.bucket_name
