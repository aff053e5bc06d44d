"""The ledger's rows and the rows that are projected from it."""

from django.db import models


class Chain(models.Model):
    """A hash-linked list of segments with one writer.

    An account's chain is called ``account:<id>``; a worker process makes one of its own
    at start, ``writer:<uuid>``. ``head_number`` and ``head_hash`` are kept for
    account chains, whose row is locked for each append.
    """

    name = models.CharField(primary_key=True, max_length=64)
    head_number = models.BigIntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
    created_at = models.DateTimeField()


class Segment(models.Model):
    """The events of one flush, exactly as they were hashed; never changed.

    ``payload`` is the events' JSON, one a line. ``merkle_root`` is RFC 6962's tree head
    over those lines; ``hash`` covers the header and the previous segment's hash.
    """

    pk = models.CompositePrimaryKey("chain_name", "number")
    chain_name = models.CharField(max_length=64)
    number = models.BigIntegerField()
    first_time = models.BigIntegerField()
    last_time = models.BigIntegerField()
    count = models.PositiveIntegerField()
    payload = models.BinaryField()
    merkle_root = models.BinaryField()
    previous_hash = models.BinaryField()
    hash = models.BinaryField()


class Watermark(models.Model):
    """Up to which segment of a chain a projection has been brought."""

    pk = models.CompositePrimaryKey("projection", "chain_name")
    projection = models.CharField(max_length=32)
    chain_name = models.CharField(max_length=64)
    number = models.BigIntegerField(default=0)


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
    is_read_only = models.BooleanField()
    record = models.TextField()

    class Meta:
        indexes = [
            models.Index(
                name="event_by_time", fields=["account_id", "region", "-time"]
            ),
            models.Index(name="event_by_name", fields=["account_id", "name", "-time"]),
            models.Index(
                name="event_by_username", fields=["account_id", "username", "-time"]
            ),
        ]


class EventResource(models.Model):
    """A resource that an event names, for searching by key or alias."""

    pk = models.CompositePrimaryKey("account_id", "event_id", "arn")
    account_id = models.CharField(max_length=12)
    event_id = models.CharField(max_length=36)
    arn = models.CharField(max_length=512)
    time = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(
                name="event_resource_by_time", fields=["account_id", "arn", "-time"]
            ),
        ]
