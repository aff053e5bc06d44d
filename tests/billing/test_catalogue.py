from datetime import UTC, datetime

import pytest

from billing.catalogue import find_price_book, install_books
from billing.models import PriceBook
from billing.prices import digest
from kmsportal.core.errors import ResourceNotFoundException

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_the_shipped_books_are_stored_in_their_canonical_form() -> None:
    names = PriceBook.objects.order_by("name").values_list("name", "version")
    assert list(names) == [("aws-2024-05", 1), ("default", 1)]
    for book in PriceBook.objects.all():
        assert digest(book.document.encode()) == book.digest


def test_installing_again_changes_nothing() -> None:
    before = list(PriceBook.objects.order_by("id").values())
    install_books()
    assert list(PriceBook.objects.order_by("id").values()) == before


def test_a_stored_version_that_differs_from_the_shipped_one_is_refused() -> None:
    other = {"version": 1, "currency": "USD", "effective_from": NOW, "document": "{}"}
    PriceBook.objects.filter(name="default").delete()
    PriceBook.objects.create(name="default", digest="0" * 64, **other)
    with pytest.raises(ValueError, match="default 1"):
        install_books()


def test_the_newest_version_in_force_is_found() -> None:
    first = find_price_book("default", at=NOW)
    later = {"currency": "USD", "document": first.document, "digest": first.digest}
    for version, moment in ((2, NOW), (3, datetime(2026, 12, 1, tzinfo=UTC))):
        PriceBook.objects.create(
            name="default", version=version, effective_from=moment, **later
        )
    assert find_price_book("default", at=NOW).version == 2


def test_a_book_that_is_not_in_force_is_not_found() -> None:
    with pytest.raises(ResourceNotFoundException):
        find_price_book("aws-2024-05", at=datetime(2024, 4, 30, tzinfo=UTC))
