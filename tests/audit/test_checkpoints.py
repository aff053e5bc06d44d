import pytest
from django.db import connection

from audit import checkpoints
from audit.ledger import ledger_writer
from audit.models import Chain
from audit.writer_chain import WriterChain

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own log"),
]


def pages_in_log() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        pages: int = cursor.fetchone()[1]
        return pages


def test_a_long_log_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    WriterChain().append([b"x" * 100_000], 1, 1)
    assert pages_in_log() > 20
    monkeypatch.setattr(checkpoints, "LOG_PAGES_LIMIT", 10)
    checkpoints.checkpoint()
    WriterChain().append([b"x"], 1, 1)
    assert pages_in_log() < 20


def test_checkpoints_are_made_while_the_writer_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checkpoints, "INTERVAL_SECONDS", 0.001)
    writer = ledger_writer()
    writer.start()
    writer.stop()
    assert not Chain.objects.exists()
