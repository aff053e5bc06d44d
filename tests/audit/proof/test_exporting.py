import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from audit.models import Checkpoint
from audit.proof.exporting import Period
from audit.proof.keys import public_keys
from audit.proof.making import make_checkpoint
from audit.verifier.cli import main
from audit.verifier.inclusion import event_id_of
from tests.audit.proof.worlds import Exported, Lines, grow, mixed_ledger
from tests.audit.worlds import ALICE_ACCOUNT, MALLORY_ACCOUNT, NOON
from tests.ledger import records
from tests.world import NOW, World

Change = Callable[[Lines], object]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def whole(world: World, tmp_path: Path) -> Exported:
    mixed_ledger()
    return Exported(tmp_path)


@pytest.fixture
def alices(world: World, tmp_path: Path) -> Exported:
    mixed_ledger()
    make_checkpoint(NOW)
    grow()
    return Exported(tmp_path, account_id=ALICE_ACCOUNT)


def anchor(path: Path, note: str) -> str:
    (path / "anchor").write_text(note, encoding="utf-8")
    return str(path / "anchor")


def newest_note(export: Exported) -> str:
    note: str = export.read("checkpoints.jsonl")[-1]["note"]
    return note


# The whole installation ---------------------------------------------------------


def test_an_untouched_export_is_whole(whole: Exported, capsys: Capture) -> None:
    assert whole.verify() == 0
    assert capsys.readouterr().out.splitlines() == [
        "All is whole: 4 chains, 9 segments, 15 events, 4 entries, 1 checkpoints.",
        (
            "No anchor was given, so an end that was cut off before the export"
            " could not be found."
        ),
    ]


def test_it_answers_in_json(whole: Exported, capsys: Capture) -> None:
    assert whole.verify("--json") == 0
    assert json.loads(capsys.readouterr().out)["valid"] is True


def test_an_export_of_some_hours_is_whole(world: World, tmp_path: Path) -> None:
    writer = mixed_ledger()
    make_checkpoint(NOW)
    writer.append([b"{}"], 9 * 10**15, 9 * 10**15)
    late = Period(NOON + timedelta(days=30), None)
    export = Exported(tmp_path, period=late)
    assert export.counts["segments"] == 1
    assert export.verify() == 0


def _first_event_changed(lines: Lines) -> None:
    lines[0]["events"][0] = lines[0]["events"][0].replace("Alice", "Carol", 1)


def _moved(lines: Lines) -> None:
    lines[1], lines[2] = lines[2], lines[1]


@pytest.mark.parametrize(
    ("name", "change", "finding"),
    [
        ("segments.jsonl", _first_event_changed, "not those of its Merkle root"),
        ("segments.jsonl", lambda lines: lines.pop(1), "it is missing"),
        ("segments.jsonl", lambda lines: lines.pop(), "are there"),
        ("segments.jsonl", lambda lines: lines.insert(1, lines[0]), "does not follow"),
        ("segments.jsonl", _moved, "does not follow"),
        ("segments.jsonl", lambda lines: lines[0].update(firstTime=0), "hash does not"),
        ("log.jsonl", lambda lines: lines.pop(), "the end was cut off"),
        ("log.jsonl", lambda lines: lines.reverse(), "not the one that it signed"),
        ("log.jsonl", lambda lines: lines[0].update(last=1), "it was rewritten"),
        (
            "checkpoints.jsonl",
            lambda lines: lines.clear(),
            "it says 1 checkpoints, there are 0",
        ),
        ("manifest.json", lambda lines: lines[0].update(events=1), "it says 1 events"),
        ("manifest.json", lambda lines: lines[0].update(kind="x"), "unknown kind"),
        ("segments.jsonl", lambda lines: lines[0].pop("root"), "cannot be read"),
    ],
)
def test_a_tampering_is_found(
    whole: Exported, capsys: Capture, name: str, change: Change, finding: str
) -> None:
    whole.change(name, change)
    assert whole.verify() == 1
    assert finding in capsys.readouterr().out


def test_a_missing_file_is_found(whole: Exported, capsys: Capture) -> None:
    (whole.folder / "log.jsonl").unlink()
    assert whole.verify() == 1
    assert "log.jsonl is missing" in capsys.readouterr().out


def test_an_end_cut_off_is_found_against_an_anchor(
    world: World, tmp_path: Path, capsys: Capture
) -> None:
    mixed_ledger()
    earlier = Exported(tmp_path / "earlier")
    grow()
    later = Exported(tmp_path / "later")
    kept = anchor(tmp_path, newest_note(later))
    assert later.verify("--anchor", kept) == 0
    assert earlier.verify() == 0
    assert earlier.verify("--anchor", kept) == 1
    assert "the end was cut off" in capsys.readouterr().out


def test_a_ledger_signed_anew_by_others_is_not_believed(
    whole: Exported, capsys: Capture
) -> None:
    keys = whole.keys.read_text(encoding="utf-8").splitlines()
    stranger = keys[0].split("+")[0]
    whole.change(
        "checkpoints.jsonl",
        lambda lines: lines[0].update(
            note=lines[0]["note"].replace(stranger, "kms-portal.invalid/other")
        ),
    )
    assert whole.verify() == 1
    assert "no key that is trusted has signed it" in capsys.readouterr().out


def test_a_stripped_post_quantum_signature_is_missed(
    whole: Exported, capsys: Capture
) -> None:
    lines = newest_note(whole).splitlines(keepends=True)
    note = "".join(line for line in lines if len(line) < 1000)
    whole.change("checkpoints.jsonl", lambda lines: lines[0].update(note=note))
    assert whole.verify() == 1
    assert "signed it with ML-DSA-65" in capsys.readouterr().out


# One account ----------------------------------------------------------------------


def test_an_accounts_export_is_whole(alices: Exported, capsys: Capture) -> None:
    assert alices.counts == {"events": 11, "copies": 2}
    assert alices.verify() == 0
    assert capsys.readouterr().out.startswith("All is whole: 11 events.")


def test_it_shows_nothing_of_other_accounts(alices: Exported) -> None:
    copy = alices.read("copies.jsonl")[0]
    assert copy["recipientAccountId"] == ALICE_ACCOUNT
    (alices.folder / "copies.jsonl").unlink()
    assert MALLORY_ACCOUNT not in alices.text()
    assert "Mallory" not in alices.text()


def test_it_agrees_with_an_earlier_anchor(
    alices: Exported, tmp_path: Path, capsys: Capture
) -> None:
    note = Checkpoint.objects.get(number=1).note
    assert alices.verify("--anchor", anchor(tmp_path, note)) == 0
    alices.change("consistency.jsonl", lambda lines: lines.clear())
    assert alices.verify("--anchor", anchor(tmp_path, note)) == 1
    assert "the export has no proof for it" in capsys.readouterr().out


def _others_account(lines: Lines) -> None:
    lines[0]["event"] = lines[0]["event"].replace(ALICE_ACCOUNT, "1" * 12)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (_others_account, "the event is not one of its segment's"),
        (lambda lines: lines[0].update(index=7), "does not stand in the tree"),
        (lambda lines: lines[0]["segment"].update(count=9), "path is too short"),
        (lambda lines: lines[0]["segment"].update(lastTime=1), "not one of its log"),
        (lambda lines: lines[0]["span"].update(last=2), "too long"),
        (lambda lines: lines[0]["logPath"].pop(), "the path is too short"),
        (lambda lines: lines[0]["logPath"].reverse(), "not in the checkpoint"),
        (lambda lines: lines.append(lines[0]), "there twice"),
        (lambda lines: lines.pop(1), "segment 2: it is missing"),
        (lambda lines: lines.pop(), "it says 11 events, there are 10"),
    ],
)
def test_a_tampering_with_an_accounts_export_is_found(
    alices: Exported, capsys: Capture, change: Change, finding: str
) -> None:
    alices.change("events.jsonl", change)
    assert alices.verify() == 1
    assert finding in capsys.readouterr().out


# One event ------------------------------------------------------------------------


def test_one_event_is_proven_in_either_export(
    whole: Exported, tmp_path: Path, capsys: Capture
) -> None:
    alices = Exported(tmp_path / "alices", account_id=ALICE_ACCOUNT)
    line = alices.read("events.jsonl")[5]["event"].encode()
    for export in (whole, alices):
        assert export.include(event_id_of(line)) == 0
        assert "entry" in capsys.readouterr().out
        assert export.include("nobody's") == 1
        capsys.readouterr()


# The commands -----------------------------------------------------------------------


def test_the_command_writes_what_the_verifier_reads(
    world: World, tmp_path: Path
) -> None:
    mixed_ledger()
    folder, keys = tmp_path / "out", tmp_path / "keys"
    call_command("export_audit", folder, account=ALICE_ACCOUNT)
    with keys.open("w", encoding="utf-8") as file:
        call_command("audit_public_key", stdout=file)
    assert len(public_keys()) == 2
    assert main(["export", str(folder), "--key", str(keys)]) == 0


def test_an_export_is_on_record(alices: Exported) -> None:
    record = records("portal:ExportAudit")[0]
    assert record["recipientAccountId"] == ALICE_ACCOUNT
    assert record["eventSource"] == "portal.kmsportal"
    assert any("ExportAudit" in line["event"] for line in alices.read("events.jsonl"))
