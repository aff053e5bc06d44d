"""Moving SQLite's write-ahead log into the database, away from the writer's thread."""

import logging
import threading

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 1.0
LOG_PAGES_LIMIT = 16_384
"""64 MiB: beyond it the log is begun anew, for which writers wait a moment."""


class Checkpointer:
    """A thread that checkpoints every second; other databases need none."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if connection.vendor == "sqlite":
            self._stop.clear()
            self._thread = threading.Thread(
                target=self._run, name="checkpointer", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(INTERVAL_SECONDS):
            try:
                checkpoint()
            except DatabaseError:
                logger.warning("The write-ahead log could not be checkpointed.")
                connection.close()
        connection.close()


def checkpoint() -> None:
    """Copy what the log holds; begin it anew when it has grown too long.

    A passive checkpoint never waits, but under unbroken load never ends the log
    either (SQLite, "Write-Ahead Logging", section 6).
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        _, pages, _ = cursor.fetchone()
        if pages > LOG_PAGES_LIMIT:
            cursor.execute("PRAGMA wal_checkpoint(RESTART)")
