"""The ledger's writer on PostgreSQL: the event loop itself sends and hears each flush.

No thread stands between a caller and the database. Handing each flush to one and back
was measured to cost a third of the throughput: both threads want the interpreter at
the same moments.
"""

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from django.db import connection
from psycopg.errors import UniqueViolation

from audit.chain import Head, seal
from audit.postgres_link import PostgresLink
from audit.settling import (
    FLUSH_LIMIT,
    QUEUE_LIMIT,
    LedgerUnavailable,
    Settled,
    settle,
    wait_for_commit,
)
from audit.writer_chain import FLUSH_SECONDS, WriterChain

logger = logging.getLogger(__name__)

_SILENCE_SECONDS = FLUSH_SECONDS + 1
_STOP_SECONDS = 2 * _SILENCE_SECONDS


class _Waiting(NamedTuple):
    line: bytes
    time: int
    settled: Settled


class _Flight(NamedTuple):
    """A batch on its way; the chain will end in ``head`` once it is committed."""

    batch: list[_Waiting]
    head: Head
    timer: asyncio.TimerHandle


class PostgresWriter:
    """A ``LedgerWriter`` that works on the event loop of its callers.

    What must wait, connecting and finding the chain's head, is done by a clerk: a
    thread that is idle otherwise.
    """

    def __init__(self, *, queue_limit: int = QUEUE_LIMIT) -> None:
        self._queue_limit = queue_limit
        self._waiting: list[_Waiting] = []
        self._flight: _Flight | None = None
        self._link: PostgresLink | None = None
        self._head: Head | None = None
        self._chain = WriterChain()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._preparing: asyncio.Task[None] | None = None
        self._is_open = self._is_failing = self._is_repeated = False
        self._at_rest = threading.Event()
        self._clerk = ThreadPoolExecutor(1, thread_name_prefix="ledger")

    @property
    def is_alive(self) -> bool:
        return self._is_open

    def start(self) -> None:
        self._is_open = True

    def stop(self) -> None:
        """Do as ``LedgerWriter.stop``; not on the event loop, which must go on."""
        self._is_open = False
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(self._go_on)
            if not self._at_rest.wait(_STOP_SECONDS):
                logger.error("The ledger's last events could not be written.")
        self._clerk.submit(self._close).result()
        self._clerk.shutdown()

    async def commit(self, line: bytes, time_us: int) -> None:
        await wait_for_commit(self, line, time_us)

    def submit(self, line: bytes, time_us: int, settled: Settled) -> None:
        if not self._is_open or len(self._waiting) >= self._queue_limit:
            raise LedgerUnavailable
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._follow(loop)
        self._waiting.append(_Waiting(line, time_us, settled))
        if len(self._waiting) == 1:
            # After all that the loop has ready, so that a flush holds more of it.
            loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        """Send the next batch, unless one is under way."""
        if self._flight is not None or self._preparing is not None:
            return
        if self._waiting:
            self._send_or_prepare()
        elif not self._is_open:
            self._at_rest.set()

    def _follow(self, loop: asyncio.AbstractEventLoop) -> None:
        """Leave behind what waits on an event loop that has ended: nobody hears it."""
        self._waiting = []
        if self._flight is not None or self._preparing is not None:
            self._flight = self._preparing = None
            self._break_off()
        self._loop = loop

    def _send_or_prepare(self) -> None:
        if self._link is None or self._head is None:
            self._preparing = asyncio.ensure_future(self._prepare())
            return
        batch, self._waiting = (
            self._waiting[:FLUSH_LIMIT],
            self._waiting[FLUSH_LIMIT:],
        )
        self._send(batch, self._link, self._head)

    async def _prepare(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            self._link, self._head = await loop.run_in_executor(
                self._clerk, self._connect
            )
        except Exception as error:  # noqa: BLE001 - whatever it was, nobody may wait for ever
            batch, self._waiting = self._waiting, []
            self._refuse(batch, error)
        self._preparing = None
        self._go_on()

    def _connect(self) -> tuple[PostgresLink, Head]:
        link = self._link or PostgresLink(timeout_seconds=FLUSH_SECONDS)
        try:
            return link, self._chain.open()
        except Exception:
            link.close()
            raise
        finally:
            connection.close()

    def _send(self, batch: list[_Waiting], link: PostgresLink, head: Head) -> None:
        loop = asyncio.get_running_loop()
        times = [waiting.time for waiting in batch]
        segment = seal(
            head,
            [waiting.line for waiting in batch],
            first_time=min(times),
            last_time=max(times),
        )
        timer = loop.call_later(_SILENCE_SECONDS, self._hear_nothing)
        self._flight = _Flight(batch, segment.head, timer)
        try:
            has_left = link.send(segment)
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(error)
            return
        loop.add_reader(link.fileno(), self._hear)
        if not has_left:
            loop.add_writer(link.fileno(), self._push)

    def _push(self) -> None:
        link = self._link
        try:
            if link is not None and link.push():
                asyncio.get_running_loop().remove_writer(link.fileno())
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(error)

    def _hear(self) -> None:
        try:
            if self._link is not None and self._link.is_committed():
                self._land()
        except UniqueViolation as error:
            self._repeat(error)
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(error)

    def _hear_nothing(self) -> None:
        self._fail(TimeoutError())

    def _land(self) -> None:
        flight = self._end_flight()
        self._head = flight.head
        self._is_failing = self._is_repeated = False
        settle([waiting.settled for waiting in flight.batch], True)  # noqa: FBT003 - as Settled has it
        self._go_on()

    def _repeat(self, error: Exception) -> None:
        """Send the batch once more, after the chain's head has been read anew.

        Its number is taken: an earlier flush was committed after its answer was lost,
        or the idle chain has been closed. This batch is not written yet.
        """
        if self._is_repeated:
            self._fail(error)
            return
        flight = self._end_flight()
        self._break_off()
        self._is_repeated = True
        self._waiting[:0] = flight.batch
        self._go_on()

    def _fail(self, error: Exception) -> None:
        flight = self._end_flight()
        self._break_off()
        self._is_repeated = False
        self._refuse(flight.batch, error)
        self._go_on()

    def _refuse(self, batch: list[_Waiting], error: BaseException) -> None:
        # The kind only: a driver's message may quote what it was given.
        if not self._is_failing:
            logger.error("The ledger cannot be written: %s.", type(error).__name__)
        self._is_failing = True
        settle([waiting.settled for waiting in batch], False)  # noqa: FBT003 - as Settled has it

    def _end_flight(self) -> _Flight:
        flight, self._flight = self._flight, None
        if flight is None:
            raise RuntimeError("No batch is on its way.")
        flight.timer.cancel()
        loop = asyncio.get_running_loop()
        if self._link is not None and self._link.fileno() >= 0:
            loop.remove_reader(self._link.fileno())
            loop.remove_writer(self._link.fileno())
        return flight

    def _break_off(self) -> None:
        """Connect anew for the next batch: only the database knows the chain's end."""
        link, self._link, self._head = self._link, None, None
        if link is not None:
            link.close()

    def _close(self) -> None:
        try:
            self._chain.close()
        except Exception as error:  # noqa: BLE001 - a chain left open is closed when found idle
            self._refuse([], error)
        finally:
            self._break_off()
            connection.close()
