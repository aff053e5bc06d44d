"""How those who wait for an event are told whether it is durable."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

logger = logging.getLogger(__name__)

QUEUE_LIMIT = 10_000
FLUSH_LIMIT = 256

Settled = Callable[[bool], None]
"""Told, on its event loop, whether the event is durable."""


class LedgerUnavailable(Exception):  # noqa: N818 - the name says what is the case
    """The event is not known to be durable, so the answer must not leave."""


class LedgerWriter(Protocol):
    """Writes the events of one process and tells each caller when hers is durable.

    Events that arrive while a flush is under way go out together in the next one.
    There is no timer: a delay was measured to cost more than it gathers.
    """

    @property
    def is_alive(self) -> bool: ...

    def start(self) -> None:
        """Begin to take events."""

    def stop(self) -> None:
        """Refuse new events, write those that wait, close the chain and return."""

    async def commit(self, line: bytes, time_us: int) -> None:
        """Return once ``line`` is durable; LedgerUnavailable when it may not be.

        ``time_us`` is the event's time in epoch microseconds.
        """

    def submit(self, line: bytes, time_us: int, settled: Settled) -> None:
        """Have ``settled`` told how it went; LedgerUnavailable when refused at once.

        It is called on the running event loop, as ``commit`` would return there.
        """


async def wait_for_commit(writer: LedgerWriter, line: bytes, time_us: int) -> None:
    """Commit by way of ``submit``."""
    answered = asyncio.get_running_loop().create_future()
    writer.submit(line, time_us, partial(_release, answered))
    await answered


def settle(callers: Sequence[Settled], is_durable: bool) -> None:  # noqa: FBT001 - call_soon passes by position
    """Tell all of ``callers``."""
    for settled in callers:
        try:
            settled(is_durable)
        except Exception:
            # One caller's connection may not take the others' answers with it.
            logger.exception("An answer could not be given.")


def _release(answered: asyncio.Future[None], is_durable: bool) -> None:  # noqa: FBT001 - as Settled has it
    if answered.done():  # A caller who has gone has cancelled hers.
        return
    if is_durable:
        answered.set_result(None)
    else:
        answered.set_exception(LedgerUnavailable())
