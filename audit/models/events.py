"""The rows that are projected from the ledger for searching and counting."""

from django.db import models
from django.db.models import F, Q

_NEWEST_FIRST = ["region", "-time", "-event_id"]


class Event(models.Model):
    """One account's copy of one event, for searching; a projection of the ledger."""

    pk = models.CompositePrimaryKey("account_id", "event_id")
    account_id = models.CharField(max_length=12)
    event_id = models.CharField(max_length=36)
    time = models.BigIntegerField()
    region = models.CharField(max_length=32)
    source = models.CharField(max_length=64)
    name = models.CharField(max_length=64)
    username = models.CharField(max_length=128, blank=True)
    access_key_id = models.CharField(max_length=32, blank=True)
    principal_arn = models.CharField(max_length=512, blank=True)
    error_code = models.CharField(max_length=64, blank=True)
    is_error = models.BooleanField()
    is_read_only = models.BooleanField()
    resource_type = models.CharField(max_length=64, blank=True)
    record = models.TextField()

    class Meta:
        indexes = [
            models.Index(name="event_by_time", fields=["account_id", *_NEWEST_FIRST]),
            models.Index(
                name="event_by_name", fields=["account_id", "name", *_NEWEST_FIRST]
            ),
            models.Index(
                name="event_by_username",
                fields=["account_id", "username", *_NEWEST_FIRST],
            ),
            models.Index(
                name="event_by_access_key",
                fields=["account_id", "access_key_id", *_NEWEST_FIRST],
            ),
            models.Index(
                name="event_of_a_change",
                fields=["account_id", *_NEWEST_FIRST],
                condition=Q(is_read_only=False),
            ),
            models.Index(
                name="event_of_an_error",
                fields=["account_id", *_NEWEST_FIRST],
                condition=Q(is_error=True),
            ),
            # Own principals are found by user name; strangers' copies show none.
            models.Index(
                name="event_by_foreign_principal",
                fields=["account_id", "principal_arn", *_NEWEST_FIRST],
                condition=Q(username=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.event_id}"


class EventResource(models.Model):
    """A resource that an event names: the index for searching by key or alias.

    The key is in the order of the search, so that rows are added at few places.
    """

    pk = models.CompositePrimaryKey("account_id", "arn", "region", "time", "event_id")
    account_id = models.CharField(max_length=12)
    arn = models.CharField(max_length=512)
    region = models.CharField(max_length=32)
    time = models.BigIntegerField()
    event_id = models.CharField(max_length=36)

    def __str__(self) -> str:
        return self.arn


class EventHour(models.Model):
    """How many calls of one name an hour had: the histogram of the event history.

    ``subject`` is empty for the whole account, or the ARN of a resource or principal.
    ``hour`` counts the hours from the epoch.
    """

    pk = models.CompositePrimaryKey(
        "account_id", "region", "subject", "hour", "source", "name", "is_read_only"
    )
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=32)
    subject = models.CharField(max_length=512, blank=True)
    hour = models.BigIntegerField()
    source = models.CharField(max_length=64)
    name = models.CharField(max_length=64)
    is_read_only = models.BooleanField()
    calls = models.BigIntegerField()
    errors = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hour_has_no_more_errors_than_calls",
                condition=Q(errors__gte=0, errors__lte=F("calls")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} in hour {self.hour}"
