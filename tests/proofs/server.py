"""A private PostgreSQL server that is stopped and started while others use it."""

import os
import shlex
import signal
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.servers.processes import accepts, as_user, wait_until

_USER = "postgres"


class PostgresqlServer:
    """The server behind a URL that ``tests.servers.postgresql`` gave."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._port = parts.port or 0
        self._started: list[subprocess.Popen[bytes]] = []
        with psycopg.connect(
            host=parts.hostname, port=parts.port, user=parts.username, dbname="postgres"
        ) as connection:
            found = connection.execute("SHOW data_directory").fetchone()
        assert found is not None
        self._cluster = Path(found[0])
        # The server's own note of how it was started.
        options = (self._cluster / "postmaster.opts").read_text()
        self._command = [*as_user(_USER), *shlex.split(options)]

    def stop(self) -> None:
        """Break off every connection and end the server."""
        note = self._cluster / "postmaster.pid"
        os.kill(int(note.read_text().splitlines()[0]), signal.SIGINT)
        wait_until(lambda: not note.exists() and not accepts(self._port))

    def start(self) -> None:
        with (self._cluster.parent / "restarted").open("ab") as output:
            self._started.append(
                subprocess.Popen(
                    self._command, stdout=output, stderr=output, process_group=0
                )
            )
        wait_until(lambda: accepts(self._port))

    def close(self) -> None:
        for process in self._started:
            process.terminate()
            process.wait(30)
