import pytest

from billing.models import CostExport
from tests.billing.operations.files import export
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def test_a_small_file_is_there_at_once(alice: Client) -> None:
    made = alice.perform("portal", "CreateCostExport", Format="FOCUS_1_4")["Export"]
    assert (made["Status"], made["Progress"]) == ("READY", 100)
    assert made["FileName"] == f"costs-{alice.account_id}-2026-11.focus-1.4.csv"
    assert made["Accounts"] == (alice.account_id,)
    assert len(made["Digest"]) == 64


def test_another_accounts_costs_are_refused(
    alice: Client, bob: Client, eve: Client
) -> None:
    assert export(alice, "CSV", AccountId=bob.account_id)
    for stranger in (bob, eve):
        with refused("AccessDeniedException"):
            export(stranger, "CSV", AccountId=alice.account_id)
    with refused("AccessDeniedException"):
        export(bob, "CSV", WholeOrganisation=True)


def test_a_month_that_has_not_begun_is_refused(alice: Client) -> None:
    with refused("ValidationException"):
        export(alice, "CSV", Month="2027-01")


def test_an_account_keeps_a_hundred(alice: Client) -> None:
    export(alice, "CSV")
    (row,) = CostExport.objects.all()
    CostExport.objects.bulk_create(
        CostExport(
            export_id=str(number),
            account_id=row.account_id,
            accounts=row.accounts,
            month=row.month,
            format=row.format,
            created_at=row.created_at,
            expires_at=row.expires_at,
        )
        for number in range(99)
    )
    with refused("LimitExceededException"):
        export(alice, "CSV")


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        export(world.user(alice, "bob"), "CSV")
