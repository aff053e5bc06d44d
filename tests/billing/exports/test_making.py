from datetime import timedelta

import pytest

from billing.exports import making
from billing.exports.making import make_due_exports
from billing.models import CostExport
from tests.billing.operations.files import download, rows_of
from tests.billing.operations.spending import spend
from tests.world import Client, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every export count as large."""
    monkeypatch.setattr(making, "_SMALL", 0)


def ask(client: Client) -> str:
    made = client.perform("portal", "CreateCostExport", Format="CSV")["Export"]
    assert (made["Status"], made["Progress"]) == ("WAITING", 0)
    found: str = made["ExportId"]
    return found


def status(client: Client, export_id: str) -> tuple[str, int]:
    answer = client.perform("portal", "GetCostExport", ExportId=export_id)
    return answer["Export"]["Status"], answer["Export"]["Progress"]


@pytest.mark.usefixtures("large")
def test_a_large_file_is_made_in_the_background(alice: Client) -> None:
    spend(alice)
    asked = ask(alice)
    assert make_due_exports(alice.time) == 1
    assert make_due_exports(alice.time) == 0
    assert status(alice, asked) == ("READY", 100)
    assert rows_of(download(alice, asked))


@pytest.mark.usefixtures("large")
def test_what_a_worker_died_over_is_taken_on_by_the_next(alice: Client) -> None:
    asked = ask(alice)
    rows = CostExport.objects.filter(export_id=asked)
    rows.update(status="MAKING", begun_at=alice.time)
    assert make_due_exports(alice.time + timedelta(minutes=14)) == 0
    assert make_due_exports(alice.time + timedelta(minutes=16)) == 1


@pytest.mark.usefixtures("large")
def test_one_that_cannot_be_made_holds_up_no_other(
    alice: Client, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = ask(alice), ask(alice)
    CostExport.objects.filter(export_id=broken).update(accounts="000000000000")
    assert make_due_exports(alice.time) == 1
    assert status(alice, broken)[0] == "FAILED"
    assert status(alice, sound)[0] == "READY"
    assert broken in caplog.text


@pytest.mark.usefixtures("large")
def test_after_a_week_it_is_gone(alice: Client) -> None:
    asked = ask(alice)
    make_due_exports(alice.time)
    alice.time += timedelta(days=7)
    with refused("ResourceNotFoundException"):
        download(alice, asked)
    assert alice.perform("portal", "ListCostExports")["Exports"] == ()
    make_due_exports(alice.time)
    assert not CostExport.objects.exists()
