"""The price books of this installation: those it ships and the one in force."""

from datetime import datetime
from pathlib import Path

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
