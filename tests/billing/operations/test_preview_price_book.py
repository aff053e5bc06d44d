import pytest

from tests.billing.operations.worlds import settle
from tests.billing.test_price_parts import version
from tests.world import NOW, Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def test_a_preview_shows_what_differs_and_what_it_would_cost(alice: Client) -> None:
    alice.create_key()
    settle(now=NOW)
    price = {"Sku": "KMS-KEY", "Price": "100.00"}
    document = version(2, "2026-12-01T00:00:00Z", KeyMonth=price).decode()
    answer = alice.perform("portal", "PreviewPriceBook", Document=document)
    assert list(answer["Changes"]) == [
        {"Sku": "KMS-KEY", "Before": "1.00", "After": "100.00"}
    ]
    october, november = answer["Effects"]
    assert (october["Month"], october["Total"]) == ("2026-10", "0.00")
    assert (november["ActualTotal"], november["Total"]) == ("0.00", "0.14")


def test_what_is_no_book_is_refused(alice: Client) -> None:
    with refused("ValidationException"):
        alice.perform("portal", "PreviewPriceBook", Document="{}")


def test_nobody_previews_without_permission(world: World, alice: Client) -> None:
    user = world.user(alice, "bob")
    with refused("AccessDeniedException"):
        user.perform("portal", "PreviewPriceBook", Document="{}")
