"""Whether this process can serve: ``/healthz`` and ``/readyz``."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import DatabaseError, connection

from kmsportal.front.answers import send_json
from kmsportal.sealing.providers import RootKeyError
from kmsportal.sealing.root import root_key

logger = logging.getLogger(__name__)

Check = Callable[[], Awaitable[bool]]
_TIMEOUT_SECONDS = 3.0


class Health:
    """What must hold for this process to be ready, each by the words for its lack."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        """Ask ``checks``, beside the database and the root key."""
        # One thread, so one connection, however often somebody asks.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._checks = {
            "the database does not answer": self._in_thread(_has_database),
            "the root key is not open": self._in_thread(_has_root_key),
            **checks,
        }
        self._asked: asyncio.Task[list[str]] | None = None

    async def answer_alive(self, send: Any) -> None:  # noqa: ANN401 - ASGI
        await send_json(send, 200, {"status": "alive"})

    async def answer_ready(self, send: Any) -> None:  # noqa: ANN401 - ASGI
        """Answer 200, or 503 with what is lacking."""
        # Those who ask at the same time share one look, so that asking costs little.
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(self._lacking())
        lacking = await asyncio.shield(self._asked)
        if lacking:
            body = {"status": "not ready", "reasons": lacking}
            await send_json(send, 503, body)
        else:
            await send_json(send, 200, {"status": "ready"})

    def close(self) -> None:
        self._thread.submit(connection.close)
        self._thread.shutdown()

    async def _lacking(self) -> list[str]:
        answers = await asyncio.gather(
            *(
                asyncio.wait_for(check(), _TIMEOUT_SECONDS)
                for check in self._checks.values()
            ),
            return_exceptions=True,
        )
        pairs = zip(self._checks, answers, strict=True)
        return [words for words, answer in pairs if answer is not True]

    def _in_thread(self, check: Callable[[], bool]) -> Check:
        async def run() -> bool:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, check)

        return run


def _has_database() -> bool:
    try:
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return False
    return True


def _has_root_key() -> bool:
    try:
        root_key()
    except (RootKeyError, DatabaseError):
        return False
    return True
