import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection

from audit.chain import split
from audit.ledger import LedgerUnavailable, LedgerWriter, ledger_writer
from audit.models import Chain, Segment
from audit.postgres_link import PostgresLink
from audit.postgres_writer import PostgresWriter
from audit.verify import verify
from audit.writer_chain import WriterChain, close_chain, close_idle_chains

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def writer() -> Iterator[LedgerWriter]:
    writer = ledger_writer()
    writer.start()
    yield writer
    writer.stop()


def lines_in_ledger() -> list[bytes]:
    payloads = Segment.objects.order_by("chain_name", "number").values_list("payload")
    return [line for (payload,) in payloads for line in split(bytes(payload))]


def run(*commits: Coroutine[Any, Any, None]) -> list[BaseException | None]:
    async def main() -> list[BaseException | None]:
        return await asyncio.gather(*commits, return_exceptions=True)

    return asyncio.run(main())


def batch(writer: LedgerWriter, *numbers: int) -> list[Coroutine[Any, Any, None]]:
    return [writer.commit(b"event %d" % number, number) for number in numbers]


class FullDisk:
    """Makes the database refuse segments until it is lifted."""

    def __enter__(self) -> None:
        self._execute(_REFUSE[connection.vendor])

    def __exit__(self, *_: object) -> None:
        self._execute(_ALLOW[connection.vendor])

    def _execute(self, statements: list[str]) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


_REFUSE = {
    "sqlite": [
        """CREATE TRIGGER full_disk BEFORE INSERT ON audit_segment
        BEGIN SELECT RAISE(ABORT, 'disk full'); END"""
    ],
    "postgresql": [
        """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'disk full' USING ERRCODE = 'disk_full'; END $$""",
        """CREATE TRIGGER full_disk BEFORE INSERT ON audit_segment
        EXECUTE FUNCTION full_disk()""",
    ],
}
_ALLOW = {
    "sqlite": ["DROP TRIGGER full_disk"],
    "postgresql": [
        "DROP TRIGGER full_disk ON audit_segment",
        "DROP FUNCTION full_disk",
    ],
}


def test_hundreds_of_waiters_share_a_few_segments(writer: LedgerWriter) -> None:
    answers = run(*batch(writer, *range(600)))
    assert answers == [None] * 600
    assert lines_in_ledger() == [b"event %d" % number for number in range(600)]
    assert Segment.objects.count() <= 10
    assert verify().findings == []


def test_an_event_is_in_the_database_when_its_caller_goes_on(
    writer: LedgerWriter,
) -> None:
    async def main() -> None:
        for number in range(5):
            await writer.commit(b"event %d" % number, number)
            count = await asyncio.to_thread(_count_segments)
            assert count == number + 1

    asyncio.run(main())


def _count_segments() -> int:
    try:
        return Segment.objects.count()
    finally:
        connection.close()


def test_a_refusing_database_fails_every_waiter_of_the_flush(
    writer: LedgerWriter,
) -> None:
    run(*batch(writer, 0, 1))
    with FullDisk():
        refused = run(*batch(writer, *range(2, 300)))
    assert {type(answer) for answer in refused} == {LedgerUnavailable}
    assert run(*batch(writer, 300)) == [None]
    assert lines_in_ledger() == [b"event 0", b"event 1", b"event 300"]
    assert verify().findings == []


def test_the_writer_goes_on_after_a_database_that_was_away_at_first() -> None:
    writer = ledger_writer()
    with FullDisk():
        writer.start()
        (refused,) = run(*batch(writer, 1))
    assert isinstance(refused, LedgerUnavailable)
    assert run(*batch(writer, 2)) == [None]
    writer.stop()
    assert lines_in_ledger() == [b"event 2"]
    assert verify().findings == []


def test_a_flush_that_was_committed_although_it_failed_is_built_upon(
    writer: LedgerWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*batch(writer, 1))
    with monkeypatch.context() as lost:
        lose_answers(writer, lost)
        (refused,) = run(*batch(writer, 2))
    assert isinstance(refused, LedgerUnavailable)
    assert run(*batch(writer, 3)) == [None]
    assert lines_in_ledger() == [b"event 1", b"event 2", b"event 3"]
    assert verify().findings == []


def lose_answers(writer: LedgerWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the database's answers lost between its commit and its client."""
    owner, name = (
        (PostgresLink, "is_committed")
        if isinstance(writer, PostgresWriter)
        else (WriterChain, "append")
    )
    real = getattr(owner, name)

    def commit_and_fail(*arguments: Any) -> bool:
        if real(*arguments) is False:
            return False
        raise DatabaseError

    monkeypatch.setattr(owner, name, commit_and_fail)


def test_a_waiter_who_gave_up_hurts_no_other(writer: LedgerWriter) -> None:
    async def main() -> None:
        tasks = [asyncio.ensure_future(commit) for commit in batch(writer, *range(50))]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(answer) for answer in answers[1::2]] == [type(None)] * 25

    asyncio.run(main())
    assert len(lines_in_ledger()) == 50


def test_an_event_loop_that_closed_hurts_no_other(writer: LedgerWriter) -> None:
    async def abandon() -> None:
        for commit in batch(writer, 1, 2):
            task = asyncio.ensure_future(commit)
            await asyncio.sleep(0)
            task.cancel()

    asyncio.run(abandon())
    assert run(*batch(writer, 3)) == [None]
    assert writer.is_alive


def test_a_full_queue_refuses_at_once() -> None:
    writer = ledger_writer(queue_limit=2)
    writer.start()

    async def main() -> list[BaseException | None]:
        # Holds the writer's thread back, where it has one.
        with getattr(writer, "_changed", nullcontext()):
            tasks = [asyncio.ensure_future(commit) for commit in batch(writer, 1, 2, 3)]
            await asyncio.sleep(0)
        return await asyncio.gather(*tasks, return_exceptions=True)

    answers = asyncio.run(main())
    writer.stop()
    assert [type(answer) for answer in answers[:2]] == [type(None)] * 2
    assert isinstance(answers[2], LedgerUnavailable)
    assert len(lines_in_ledger()) == 2


def test_stopping_writes_what_waits_and_closes_the_chain() -> None:
    writer = ledger_writer()
    writer.start()

    async def main() -> None:
        tasks = [asyncio.ensure_future(commit) for commit in batch(writer, 1, 2, 3)]
        await asyncio.sleep(0)
        await asyncio.to_thread(writer.stop)
        await asyncio.gather(*tasks)

    asyncio.run(main())
    assert not writer.is_alive
    assert lines_in_ledger() == [b"event 1", b"event 2", b"event 3"]
    assert Chain.objects.get().closed_at is not None
    assert Segment.objects.order_by("number").last().count == 0  # type: ignore[union-attr]  # it closed one
    assert verify().findings == []


def test_a_stopped_writer_refuses() -> None:
    writer = ledger_writer()
    (refused,) = run(*batch(writer, 1))
    assert isinstance(refused, LedgerUnavailable)


def test_a_writer_without_events_leaves_no_chain() -> None:
    writer = ledger_writer()
    writer.start()
    writer.stop()
    assert not Chain.objects.exists()


def test_a_writer_whose_chain_was_closed_begins_another(writer: LedgerWriter) -> None:
    run(*batch(writer, 1))
    close_chain(Chain.objects.get().name)
    assert run(*batch(writer, 2)) == [None]
    assert Chain.objects.count() == 2
    assert sorted(lines_in_ledger()) == [b"event 1", b"event 2"]
    assert verify().findings == []


def test_only_silent_chains_are_closed(writer: LedgerWriter) -> None:
    now = datetime.now(UTC)
    run(writer.commit(b"event", int(now.timestamp() * 1e6)))
    assert close_idle_chains(now - timedelta(hours=1)) == 0
    assert close_idle_chains(now + timedelta(hours=1)) == 1
    assert close_idle_chains(now + timedelta(hours=1)) == 0
