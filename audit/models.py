"""The ledger's rows and the rows that are projected from it."""

from django.db import models
from django.db.models import F, Q

from audit.proof import models as proof  # noqa: F401 - Django must know these tables

_NEWEST_FIRST = ["region", "-time", "-event_id"]


class Chain(models.Model):
    """A hash-linked list of segments with one writer.

    An account's chain is called ``account:<id>``; a worker process makes one of its
    own, ``writer:<uuid>``. ``head_number`` and ``head_hash`` are kept for account
    chains, whose row is locked for each append, and for closed chains: the segment that
    closes one is empty, and nothing can follow it.
    """

    name = models.CharField(primary_key=True, max_length=64)
    head_number = models.BigIntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="chain_has_a_head_hash_iff_it_has_a_head_number",
                condition=Q(head_number=0, head_hash=b"")
                | (Q(head_number__gt=0) & ~Q(head_hash=b"")),
            ),
            models.CheckConstraint(
                name="closed_chain_has_a_head",
                condition=Q(closed_at=None) | Q(head_number__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name


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

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="segment_numbers_begin_at_one", condition=Q(number__gt=0)
            ),
            models.CheckConstraint(
                name="segment_ends_after_it_begins",
                condition=Q(last_time__gte=F("first_time")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain_name} {self.number}"


class Watermark(models.Model):
    """Up to which segment of a chain a projection has been brought."""

    pk = models.CompositePrimaryKey("projection", "chain_name")
    projection = models.CharField(max_length=32)
    chain_name = models.CharField(max_length=64)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.projection} of {self.chain_name}: {self.number}"


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
