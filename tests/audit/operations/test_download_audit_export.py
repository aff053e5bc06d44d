"""DownloadAuditExport: one piece of an export's archive."""

from audit.proof.archiving import write_due_exports
from tests.audit.operations.exports import ask, download
from tests.ledger import records
from tests.world import NOW, Client, refused


def test_it_is_on_record_without_the_content(alice: Client) -> None:
    asked = ask(alice)
    write_due_exports(NOW)
    assert download(alice, asked["ExportId"])["Content"].startswith(b"PK")
    (record,) = records("portal:DownloadAuditExport")
    assert record["requestParameters"] == {"exportId": asked["ExportId"], "part": 1}
    assert record["responseElements"] is None


def test_it_must_be_ready(alice: Client) -> None:
    asked = ask(alice)
    with refused("ConflictException", "The export is WAITING, not READY."):
        download(alice, asked["ExportId"])


def test_there_must_be_such_a_part(alice: Client) -> None:
    asked = ask(alice)
    write_due_exports(NOW)
    with refused("ResourceNotFoundException", "The export has 1 parts."):
        download(alice, asked["ExportId"], 2)


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    asked = ask(alice)
    write_due_exports(NOW)
    with refused("ResourceNotFoundException"):
        download(mallory, asked["ExportId"])
