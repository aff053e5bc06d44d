import pytest

from billing.models import UsageHour
from tests.billing.operations.worlds import settle
from tests.world import NOW, Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def test_an_open_month_tells_what_was_counted(alice: Client) -> None:
    alice.generate_random(NumberOfBytes=8)
    settle(now=NOW)
    answer = alice.perform("portal", "GetReconciliation")
    assert (answer["Status"], answer["Difference"]) == ("OPEN", 0)
    assert answer["Reconciliation"]["LedgerRequests"] == 1
    assert answer["ClosesAt"].startswith("2026-12-03")


def test_a_closed_month_names_its_statement(alice: Client, eve: Client) -> None:
    settle(alice)
    answer = alice.perform("portal", "GetReconciliation", Month="2026-11")
    assert answer["Status"] == "CLOSED"
    assert answer["StatementNumber"].startswith("KMSP-2026-")
    assert not answer["AwaitsCorrection"]


def test_a_month_that_does_not_add_up_stays_in_grace_and_shows_why(
    alice: Client,
) -> None:
    alice.generate_random(NumberOfBytes=8)
    settle(now=NOW)
    UsageHour.objects.filter(account_id=alice.account_id).update(count=7)
    settle(alice)
    answer = alice.perform("portal", "GetReconciliation", Month="2026-11")
    assert answer["Status"] == "GRACE"


def test_a_stranger_sees_only_her_own(alice: Client, mallory: Client) -> None:
    alice.generate_random(NumberOfBytes=8)
    settle(now=NOW)
    answer = mallory.perform("portal", "GetReconciliation")
    assert answer["Reconciliation"]["LedgerRequests"] == 0
