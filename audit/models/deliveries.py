"""What trails deliver: records that wait for a file, the files, and who signs them."""

from django.db import models
from django.db.models import Q

from audit.models.trails import TrailStream


class PendingRecord(models.Model):
    """A record that is in no log file yet; the file that takes it in removes it."""

    pk = models.CompositePrimaryKey("account_id", "stream_id", "event_id")
    account_id = models.CharField(max_length=12)
    stream_id = models.BigIntegerField()
    event_id = models.CharField(max_length=36)
    time = models.BigIntegerField()
    record = models.TextField()

    class Meta:
        indexes = [
            models.Index(
                name="pending_record_by_time", fields=["stream_id", "time", "event_id"]
            )
        ]

    def __str__(self) -> str:
        return self.event_id


class FileKind(models.TextChoices):
    """What a delivered file is."""

    LOG = "log"
    DIGEST = "digest"
    BACKFILL = "backfill"


class TrailFile(models.Model):
    """A log file or a digest: name and content are fixed here before it is uploaded.

    ``body`` is the compressed file until it is delivered, then null. ``sha256`` is of
    the uncompressed bytes, ``signature`` that of a digest, both in lower-case hex.
    ``digest`` is the one that lists a log file. Times are epoch microseconds.
    """

    account_id = models.CharField(max_length=12)
    stream = models.ForeignKey(
        TrailStream, on_delete=models.PROTECT, related_name="files"
    )
    kind = models.CharField(max_length=8, choices=FileKind)
    bucket_name = models.CharField(max_length=63)
    key = models.CharField(max_length=1024)
    body = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=1024, blank=True)
    oldest_time = models.BigIntegerField(null=True)
    newest_time = models.BigIntegerField(null=True)
    event_count = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="log_files"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="trail_file_has_a_name_of_its_own",
                fields=["account_id", "bucket_name", "key"],
            ),
            models.CheckConstraint(
                name="trail_file_is_kept_until_it_is_delivered",
                condition=Q(delivered_at=None, body__isnull=False)
                | Q(delivered_at__isnull=False, body=None),
            ),
            models.CheckConstraint(
                name="digests_are_signed_and_log_files_are_not",
                condition=(Q(kind="log") & Q(signature=""))
                | (~Q(kind="log") & ~Q(signature="")),
            ),
        ]
        indexes = [
            models.Index(
                name="trail_file_to_be_delivered",
                fields=["stream", "id"],
                condition=Q(delivered_at=None),
            ),
            models.Index(
                name="trail_file_to_be_digested",
                fields=["stream", "made_at"],
                condition=Q(kind="log", digest=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bucket_name}/{self.key}"


class DigestKey(models.Model):
    """A key pair that signs the digests of one account in one Region.

    ``public_der`` is the public half, DER in PKCS #1's form; ``fingerprint`` the hex
    MD5 of it, as CloudTrail names its keys. The private half is sealed to this row.
    """

    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=32)
    public_der = models.BinaryField()
    sealed_private = models.BinaryField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="digest_key_begins_once",
                fields=["account_id", "region", "valid_from"],
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint
