"""Price books and which organisation is charged by which, from when."""

from typing import Self

from django.db import models


class PriceBook(models.Model):
    """An immutable version of a price book; ``document`` is its canonical JSON."""

    name = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    effective_from = models.DateTimeField()
    document = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="price_book_version_is_unique", fields=["name", "version"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class PriceAssignmentQuerySet(models.QuerySet["PriceAssignment"]):
    """Reads that name their tenant."""

    def of_organisation(self, organisation_id: object) -> Self:
        return self.filter(organisation_id=organisation_id)


class PriceAssignment(models.Model):
    """From ``effective_from`` on, an organisation is charged by ``book_name``.

    ``terms`` is the JSON of its discount and overrides. Rows are only added; of two
    for one moment the later one holds.
    """

    organisation_id = models.UUIDField()
    book_name = models.CharField(max_length=64)
    effective_from = models.DateTimeField()
    terms = models.TextField()
    created_at = models.DateTimeField()

    objects = PriceAssignmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="price_assignment_by_time",
                fields=["organisation_id", "effective_from"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book_name} for {self.organisation_id}"
