import pytest

from billing.operations.list_price_books import (
    ListPriceBooksParams,
    ListPriceBooksResult,
    list_price_books,
)
from tests.billing.ledger import OTHER
from tests.billing.operations.calls import call_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def test_the_books_are_listed_with_the_one_in_force() -> None:
    result = list_price_books.run(
        call_of(list_price_books, ListPriceBooksParams()), None
    )
    assert isinstance(result, ListPriceBooksResult)
    aws, default = result.price_books
    assert (aws.name, aws.is_in_force) == ("aws-2024-05", False)
    assert (default.name, default.is_in_force) == ("default", True)
    key, requests = default.items
    assert (key.unit, key.price, key.per) == ("Key-Months", "1.00", 1)
    assert (requests.unit, requests.price, requests.per) == ("Requests", "0.03", 10_000)
    assert [item.charged_rotations for item in aws.items[:2]] == [0, 2]
    assert aws.items[2].free_per_month == 20_000


def test_permission_is_asked_of_the_callers_own_account() -> None:
    asked = call_of(list_price_books, ListPriceBooksParams(), account_id=OTHER)
    (need,) = list_price_books.needs(asked, list_price_books.bind(asked))
    assert (need.action, need.account_id) == ("portal:ListPriceBooks", OTHER)


def test_the_event_shows_no_parameters() -> None:
    asked = call_of(list_price_books, ListPriceBooksParams())
    assert list_price_books.trace(asked, None, None).request is None
