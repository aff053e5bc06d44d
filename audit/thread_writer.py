"""The ledger's writer on SQLite: one thread, one chain, one INSERT a flush.

A commit there ends in a call that waits for the disk, which no event loop may make.
"""

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db import IntegrityError, connection

from audit.checkpoints import Checkpointer
from audit.settling import (
    FLUSH_LIMIT,
    QUEUE_LIMIT,
    LedgerUnavailable,
    Settled,
    settle,
    wait_for_commit,
)
from audit.writer_chain import WriterChain

logger = logging.getLogger(__name__)


class _Waiting(NamedTuple):
    line: bytes
    time: int
    loop: asyncio.AbstractEventLoop
    settled: Settled


class ThreadWriter:
    """A ``LedgerWriter`` with a thread and a database connection of its own."""

    def __init__(self, *, queue_limit: int = QUEUE_LIMIT) -> None:
        self._queue_limit = queue_limit
        self._waiting: list[_Waiting] = []
        self._changed = threading.Condition()
        self._is_open = False
        self._is_failing = False
        self._chain = WriterChain()
        self._checkpointer = Checkpointer()
        self._thread: threading.Thread | None = None

    @property
    def is_alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin to write, from a thread with a database connection of its own."""
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()
        self._checkpointer.start()

    def stop(self) -> None:
        with self._changed:
            self._is_open = False
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
        self._checkpointer.stop()

    async def commit(self, line: bytes, time_us: int) -> None:
        await wait_for_commit(self, line, time_us)

    def submit(self, line: bytes, time_us: int, settled: Settled) -> None:
        loop = asyncio.get_running_loop()
        with self._changed:
            if not self._is_open or len(self._waiting) >= self._queue_limit:
                raise LedgerUnavailable
            self._waiting.append(_Waiting(line, time_us, loop, settled))
            if len(self._waiting) == 1:
                # After all that the loop has ready: waking the thread at once would
                # have it fight for the interpreter, and flush a single event.
                loop.call_soon(self._wake)

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify()

    def _run(self) -> None:
        while batch := self._take():
            _answer(batch, is_durable=self._flush(batch))
        self._close()

    def _take(self) -> list[_Waiting]:
        """Wait for events; none means that the writer has been stopped."""
        with self._changed:
            while self._is_open and not self._waiting:
                self._changed.wait()
            batch = self._waiting[:FLUSH_LIMIT]
            del self._waiting[:FLUSH_LIMIT]
            return batch

    def _flush(self, batch: Sequence[_Waiting]) -> bool:
        lines = [waiting.line for waiting in batch]
        times = [waiting.time for waiting in batch]
        try:
            self._append(lines, times)
        except Exception as error:  # noqa: BLE001 - whatever it was, nobody may wait for ever
            self._note_failure(error)
            self._chain.forget_head()
            _disconnect()
            return False
        self._is_failing = False
        return True

    def _append(self, lines: Sequence[bytes], times: Sequence[int]) -> None:
        try:
            self._chain.append(lines, min(times), max(times))
        except IntegrityError:
            # The number is taken: an earlier flush was committed after its answer was
            # lost, or the idle chain has been closed. This batch is not written yet.
            self._chain.forget_head()
            self._chain.append(lines, min(times), max(times))

    def _note_failure(self, error: Exception) -> None:
        # The kind only: a driver's message may quote what it was given.
        if not self._is_failing:
            logger.error("The ledger cannot be written: %s.", type(error).__name__)
        self._is_failing = True

    def _close(self) -> None:
        try:
            self._chain.close()
        except Exception as error:  # noqa: BLE001 - a chain left open is closed when found idle
            self._note_failure(error)
        _disconnect()


def _disconnect() -> None:
    try:
        connection.close()
    except Exception:  # noqa: BLE001 - a broken connection may not even close
        connection.connection = None


def _answer(batch: Sequence[_Waiting], *, is_durable: bool) -> None:
    """Wake each event loop once for all of its callers in ``batch``."""
    loops = defaultdict(list)
    for waiting in batch:
        loops[waiting.loop].append(waiting.settled)
    for loop, callers in loops.items():
        try:
            loop.call_soon_threadsafe(settle, callers, is_durable)
        except RuntimeError:
            logger.warning("An event loop closed before its events were written.")
