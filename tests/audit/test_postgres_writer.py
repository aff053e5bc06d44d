"""What only the writer on PostgreSQL can meet: a server that keeps silent."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from audit import postgres_writer
from audit.chain import SealedSegment
from audit.ledger import LedgerUnavailable
from audit.postgres_link import PostgresLink
from audit.postgres_writer import PostgresWriter
from audit.verify import verify
from tests.audit.test_writer import batch, lines_in_ledger, run

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="of PostgreSQL"),
]


@pytest.fixture
def writer() -> Iterator[PostgresWriter]:
    writer = PostgresWriter()
    writer.start()
    yield writer
    writer.stop()


@contextmanager
def locked_ledger() -> Iterator[None]:
    """Keep every segment waiting."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE audit_segment IN SHARE MODE")
        yield


def test_a_silent_server_fails_its_callers_and_the_chain_stays_whole(
    writer: PostgresWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*batch(writer, 1))
    with monkeypatch.context() as hasty, locked_ledger():
        hasty.setattr(postgres_writer, "_SILENCE_SECONDS", 0.1)
        (refused,) = run(*batch(writer, 2))
        assert isinstance(refused, LedgerUnavailable)
    # The server may still write what it was sent, before or after the next segment.
    assert run(*batch(writer, 3)) == [None]
    assert lines_in_ledger()[0] == b"event 1"
    assert b"event 3" in lines_in_ledger()
    assert verify().findings == []


def test_a_server_that_ends_the_connection_fails_one_flush(
    writer: PostgresWriter,
) -> None:
    run(*batch(writer, 1))
    link = writer._link  # noqa: SLF001 - which of the server's sessions it is
    assert link is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [link.server_process])
    (refused,) = run(*batch(writer, 2))
    assert isinstance(refused, LedgerUnavailable)
    assert run(*batch(writer, 3)) == [None]
    assert verify().findings == []


def test_more_than_the_socket_takes_at_once_arrives_whole(
    writer: PostgresWriter,
) -> None:
    lines = [b"%d " % number + b"x" * 100_000 for number in range(200)]

    async def main() -> None:
        await asyncio.gather(*(writer.commit(line, 1) for line in lines))

    asyncio.run(main())
    assert lines_in_ledger() == lines
    assert verify().findings == []


def test_a_loop_that_ended_in_the_middle_of_a_flush_hurts_no_other(
    writer: PostgresWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def abandon() -> None:
        on_its_way = asyncio.Event()
        send = PostgresLink.send

        def send_and_tell(link: PostgresLink, segment: SealedSegment) -> bool:
            on_its_way.set()
            return send(link, segment)

        with monkeypatch.context() as watched:
            watched.setattr(PostgresLink, "send", send_and_tell)
            task = asyncio.ensure_future(writer.commit(b"event 1", 1))
            await on_its_way.wait()
        task.cancel()

    asyncio.run(abandon())
    assert run(*batch(writer, 2)) == [None]
    assert verify().findings == []
