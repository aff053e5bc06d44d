"""The price books of this installation: those it ships and the one in force."""

from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import Q, QuerySet

from billing import models
from billing.prices import PriceBook, canonical_form, digest, parse_price_book
from kmsportal.core.errors import ResourceNotFoundException

SHIPPED = Path(__file__).parent / "books"
DEFAULT_BOOK = "default"


def install_books(rows: type[models.PriceBook] = models.PriceBook) -> None:
    """Store the shipped books; doing it again changes nothing.

    ValueError where a stored version differs: a version never changes. A migration
    passes its historical model as ``rows``.
    """
    for path in sorted(SHIPPED.glob("*.json")):
        _install(path.read_bytes(), rows)


def find_price_book(name: str, *, at: datetime) -> models.PriceBook:
    """Return the newest version of ``name`` in force at ``at``."""
    book = (
        models.PriceBook.objects.filter(name=name, effective_from__lte=at)
        .order_by("-effective_from", "-version")
        .first()
    )
    if book is None:
        raise ResourceNotFoundException(f"No price book {name} is in force then.")
    return book


def shown_books(organisation_id: UUID | None) -> "QuerySet[models.PriceBook]":
    """Return the versions that an organisation may see: those shipped, and its own.

    What another organisation pays is nobody's business.
    """
    own = models.PriceAssignment.objects.of_organisation(organisation_id)
    return models.PriceBook.objects.filter(
        Q(name__in=shipped_names()) | Q(name__in=own.values("book_name"))
    )


def find_shown_book(
    name: str, version: int | None, organisation_id: UUID | None
) -> models.PriceBook:
    """Return a version, by default the newest; ResourceNotFound if it is not shown."""
    rows = shown_books(organisation_id).filter(name=name).order_by("-version")
    if version is not None:
        rows = rows.filter(version=version)
    book = rows.first()
    if book is None:
        raise ResourceNotFoundException(f"There is no such price book as {name}.")
    return book


@cache
def shipped_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.json")))


def _install(document: bytes, rows: type[models.PriceBook]) -> None:
    book, canonical = parse_price_book(document), canonical_form(document)
    row, _ = rows.objects.get_or_create(
        name=book.name, version=book.version, defaults=_columns(book, canonical)
    )
    if row.digest != digest(canonical):
        raise ValueError(f"Price book {book.name} {book.version} is another one here.")


def _columns(book: PriceBook, canonical: bytes) -> dict[str, object]:
    return {
        "currency": book.currency,
        "effective_from": book.effective_from,
        "document": canonical.decode(),
        "digest": digest(canonical),
    }
