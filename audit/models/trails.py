"""Trails: what is delivered where, since when, and how far each Region has come."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class TrailRows(models.QuerySet["Trail"]):
    """Trails, one account's at a time."""

    def in_account(self, account_id: str) -> "TrailRows":
        """Return the account's trails that have not been deleted."""
        return self.filter(account_id=account_id, deleted_at=None)


class Trail(models.Model):
    """A trail as CreateTrail made it.

    A deleted trail stays, nameless to callers, until all it owes is delivered.
    ``event_selectors`` and ``advanced_event_selectors`` are as PutEventSelectors took
    them, and null where it has not been called.
    """

    account_id = models.CharField(max_length=12)
    home_region = models.CharField(max_length=32)
    name = models.CharField(max_length=128)
    bucket_name = models.CharField(max_length=63)
    key_prefix = models.CharField(max_length=200, blank=True)
    includes_global_events = models.BooleanField()
    is_multi_region = models.BooleanField()
    validates_log_files = models.BooleanField()
    is_recursive = models.BooleanField(default=True)
    event_selectors = models.JSONField(null=True)
    advanced_event_selectors = models.JSONField(null=True)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Trail"]] = TrailRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="trail_name_is_unique_in_account_and_region",
                fields=["account_id", "home_region", "name"],
                condition=Q(deleted_at=None),
            ),
            models.CheckConstraint(
                name="trail_has_basic_or_advanced_selectors",
                condition=Q(event_selectors__isnull=True)
                | Q(advanced_event_selectors__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.arn

    @property
    def arn(self) -> str:
        return trail_arn(self.account_id, self.home_region, self.name)


def trail_arn(account_id: str, region: str, name: str) -> str:
    return f"arn:aws:cloudtrail:{region}:{account_id}:trail/{name}"


class TrailTag(models.Model):
    """A tag on a trail; ``value`` is null where AddTags gave none."""

    account_id = models.CharField(max_length=12)
    trail = models.ForeignKey(Trail, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=128)
    value = models.CharField(max_length=256, null=True)  # noqa: DJ001 - CloudTrail tells none from empty

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="trail_tag_is_unique", fields=["trail", "name"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LoggingSpan(models.Model):
    """From StartLogging to StopLogging: events of these moments belong to the trail."""

    account_id = models.CharField(max_length=12)
    trail = models.ForeignKey(Trail, on_delete=models.CASCADE, related_name="spans")
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="trail_logs_once_at_a_time",
                fields=["trail"],
                condition=Q(stopped_at=None),
            ),
            models.CheckConstraint(
                name="logging_stops_after_it_starts",
                condition=Q(stopped_at=None) | Q(stopped_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trail_id} from {self.started_at}"


class TrailStream(models.Model):
    """The files of one trail for one Region, and how far they have come.

    ``chain_from`` is when the open chain of digests began, null while there is none;
    ``digested_until`` is where its last digest ends. ``retry_at`` is set while the
    storage refuses: ``error_code`` is its error, ``error`` the same in plain words.
    """

    account_id = models.CharField(max_length=12)
    trail = models.ForeignKey(Trail, on_delete=models.CASCADE, related_name="streams")
    region = models.CharField(max_length=32)
    next_cut_at = models.DateTimeField()
    chain_from = models.DateTimeField(null=True)
    digested_until = models.DateTimeField(null=True)
    last_digest = models.ForeignKey(
        "audit.TrailFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    delivered_at = models.DateTimeField(null=True)
    digest_delivered_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=512, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="trail_has_one_stream_a_region", fields=["trail", "region"]
            ),
            models.CheckConstraint(
                name="digests_have_come_as_far_as_their_chain_began",
                condition=Q(chain_from=None, digested_until=None, last_digest=None)
                | Q(digested_until__gte=F("chain_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trail_id} in {self.region}"
