"""ExportAudit: the account's events, to verify elsewhere."""

from datetime import timedelta
from pathlib import Path

import pytest

from audit.models import AuditExport, AuditExportPart
from audit.proof import archiving
from audit.proof.archiving import KEPT, write_due_exports
from audit.proof.keys import public_keys
from audit.verifier.cli import main
from tests.audit.operations.exports import ask, describe, download, unpack
from tests.audit.trails.worlds import iso
from tests.ledger import records
from tests.world import NOW, Client, World, refused

MINUTE = timedelta(minutes=1)


def test_it_verifies_and_holds_its_own_record(alice: Client, tmp_path: Path) -> None:
    alice.create_key()
    asked = ask(alice)
    assert asked["Status"] == "WAITING"
    assert write_due_exports(NOW) == 1
    folder = unpack(alice, asked["ExportId"], tmp_path)
    keys = tmp_path / "keys"
    keys.write_text("\n".join(map(str, public_keys())), encoding="utf-8")
    assert main(["export", str(folder), "--key", str(keys)]) == 0
    text = (folder / "events.jsonl").read_text(encoding="utf-8")
    assert "CreateKey" in text
    assert "ExportAudit" in text


def test_it_is_handed_out_in_pieces(
    alice: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "PART_BYTES", 500)
    asked = ask(alice)
    write_due_exports(NOW)
    assert describe(alice, asked["ExportId"])["Parts"] > 1
    assert (unpack(alice, asked["ExportId"], tmp_path) / "manifest.json").exists()


def test_asking_is_on_record(alice: Client) -> None:
    ask(alice, StartTime=iso(NOW - MINUTE), EndTime=iso(NOW))
    (record,) = records("portal:ExportAudit")
    assert set(record["requestParameters"]) == {"startTime", "endTime"}
    assert record["readOnly"] is False


def test_the_period_must_not_run_backwards(alice: Client) -> None:
    with refused("InvalidTimeRangeException"):
        ask(alice, StartTime=iso(NOW), EndTime=iso(NOW - MINUTE))


def test_there_are_only_so_many_at_once(alice: Client) -> None:
    for _ in range(5):
        ask(alice)
    with refused("LimitExceededException"):
        ask(alice)
    alice.time = NOW + KEPT
    ask(alice)


def test_it_goes_after_a_day(alice: Client) -> None:
    asked = ask(alice)
    write_due_exports(NOW)
    alice.time = NOW + KEPT
    with refused("ResourceNotFoundException"):
        download(alice, asked["ExportId"])
    write_due_exports(NOW + KEPT)
    assert not AuditExport.objects.exists()
    assert not AuditExportPart.objects.exists()


def test_one_that_its_writer_left_is_written_by_another(alice: Client) -> None:
    asked = ask(alice)
    AuditExport.objects.update(status="RUNNING", claimed_until=NOW + MINUTE)
    assert write_due_exports(NOW) == 0
    assert write_due_exports(NOW + MINUTE) == 1
    assert describe(alice, asked["ExportId"])["Status"] == "READY"


def test_one_that_is_left_again_and_again_fails(alice: Client) -> None:
    asked = ask(alice)
    AuditExport.objects.update(attempts=3)
    assert write_due_exports(NOW) == 0
    told = describe(alice, asked["ExportId"])
    assert (told["Status"], told["Error"]) == ("FAILED", "It was begun three times.")


def test_who_may_not_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        ask(world.user(alice, "bob"))
