import pytest
from django.db import transaction

from billing.publishing import publish
from billing.terms import NO_TERMS
from kmsportal.pricing import assign_price_book
from kmsportal.tenancy.models import Organisation
from tests.billing.operations.worlds import settle
from tests.billing.test_price_parts import version
from tests.world import NOW, Client, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def what_if(client: Client, **members: object) -> dict[str, str]:
    answer: dict[str, str] = client.perform("portal", "PriceWhatIf", **members)
    return answer


def test_a_past_month_is_priced_with_another_book(alice: Client) -> None:
    alice.create_key()
    settle(alice)
    answer = what_if(alice, PriceBook="aws-2024-05", Month="2026-11")
    assert (answer["ActualTotal"], answer["Total"]) == ("0.25", "0.25")
    assert answer["Difference"] == "0.00"


def test_another_organisations_book_is_as_if_absent(alice: Client, eve: Client) -> None:
    own = version(1, "2026-11-01T00:00:00Z", Name="special")
    organisation = Organisation.objects.get(account__id=alice.account_id)
    with transaction.atomic():
        publish(own)
    begins = NOW.replace(month=12, day=1, hour=0)
    assign_price_book(
        organisation.id, "special", effective_from=begins, terms=NO_TERMS, now=NOW
    )
    assert what_if(alice, PriceBook="special")["Total"] == "0.00"
    with refused("ResourceNotFoundException"):
        what_if(eve, PriceBook="special")
    names = {
        book["Name"] for book in eve.perform("portal", "ListPriceBooks")["PriceBooks"]
    }
    assert "special" not in names


def test_the_whole_organisation_is_for_its_management_account(
    alice: Client, bob: Client
) -> None:
    bob.generate_random(NumberOfBytes=8)
    settle(now=NOW)
    answer = what_if(alice, PriceBook="aws-2024-05", WholeOrganisation=True)
    assert answer["Lines"]
    with refused("AccessDeniedException"):
        what_if(bob, PriceBook="aws-2024-05", WholeOrganisation=True)
