"""The ledger's rows: chains, their segments, and how far projections have come."""

from django.db import models
from django.db.models import F, Q


class Chain(models.Model):
    """A hash-linked list of segments with one writer.

    An account's chain is called ``account:<id>``; a worker process makes one of its
    own, ``writer:<uuid>``. ``head_number`` and ``head_hash`` are kept for account
    chains, whose row is locked for each append, and for closed chains: the segment that
    closes one is empty, and nothing can follow it.

    ``settled_number`` is a segment that every projection has come to; below
    ``head_number``, it puts the chain into the index of those with news. A writer's
    chain stays there until it is closed, since its head is not kept.
    """

    name = models.CharField(primary_key=True, max_length=64)
    head_number = models.BigIntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
    settled_number = models.BigIntegerField(default=-1)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                name="chain_with_news",
                fields=["name"],
                condition=Q(head_number__gt=F("settled_number")),
            ),
        ]
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


class KnownProjection(models.Model):
    """A projection that ``Chain.settled_number`` speaks for.

    The one without a name is locked while that is changed.
    """

    name = models.CharField(primary_key=True, max_length=32)

    def __str__(self) -> str:
        return self.name
