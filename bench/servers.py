"""The servers that are measured: the portal's wire workers, and moto's."""

import configparser
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.processes import (
    ADDRESS,
    ROOT,
    CannotMeasureError,
    free_port,
    pinned,
    running,
    tail_of,
    wait_for,
)

REGION = "us-east-1"
_BACKLOG = 2048


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server and whom to be there."""

    name: str
    port: int
    access_key_id: str
    secret_access_key: str
    environment: dict[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A prepared data folder of the portal, on a database."""

    name: str
    folder: Path
    database_url: str | None = None

    @property
    def environment(self) -> dict[str, str]:
        given = {
            "DJANGO_SETTINGS_MODULE": "kmsportal.settings",
            "KMSPORTAL_DATA_DIR": str(self.folder),
            "KMSPORTAL_LOG_LEVEL": "WARNING",
            "KMSPORTAL_REGIONS": REGION,
            "KMSPORTAL_SECRET_KEY": "of-a-benchmark-" + "x" * 50,
        }
        if self.database_url is not None:
            given["DATABASE_URL"] = self.database_url
        return given

    def run(self, *command: str) -> str:
        """Run a program of the portal to its end and return what it printed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / "commands.log"
        with log.open("ab") as errors:
            done = subprocess.run(
                [sys.executable, *command],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=subprocess.PIPE,
                stderr=errors,
                check=False,
            )
        if done.returncode:
            raise CannotMeasureError(f"{command[-1]} failed: {tail_of(log)}")
        return done.stdout.decode()

    def prepare(self) -> None:
        """Make tables, root key and first account."""
        self.run("manage.py", "prepare")

    @contextmanager
    def serve(self, *, core: int | None, workers: int = 1) -> Iterator[Server]:
        """Run wire workers as the supervisor does, behind one address."""
        log = self.folder / "wire.log"
        with socket.socket() as listener, ExitStack() as stack:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((ADDRESS, 0))
            listener.listen(_BACKLOG)
            port = listener.getsockname()[1]
            for _ in range(workers):
                self._start(stack, listener.fileno(), core=core, log=log)
            _wait_for_answers(port, log, workers=workers)
            yield self._server(port)

    def _start(
        self, stack: ExitStack, descriptor: int, *, core: int | None, log: Path
    ) -> None:
        module = "kmsportal.management.supervision.child"
        stack.enter_context(
            running(
                pinned([sys.executable, "-m", module, "wire"], core),
                log=log,
                environment={
                    **self.environment,
                    "KMSPORTAL_LISTENER": str(descriptor),
                },
                descriptors=[descriptor],
            )
        )

    def _server(self, port: int) -> Server:
        credentials = configparser.ConfigParser()
        credentials.read(self.folder / "credentials")
        return Server(
            name=self.name,
            port=port,
            access_key_id=credentials["default"]["aws_access_key_id"],
            secret_access_key=credentials["default"]["aws_secret_access_key"],
            environment=self.environment,
        )


@contextmanager
def moto(folder: Path, *, core: int | None) -> Iterator[Server]:
    """Run moto's own server; CannotMeasureError when moto is not installed."""
    port, log = free_port(), folder / "moto.log"
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "moto.server", "-H", ADDRESS, "-p", str(port)]
    with running(pinned(command, core), log=log) as process:
        wait_for(port, process, log)
        yield Server(
            name="moto", port=port, access_key_id="bench", secret_access_key="bench"
        )


def _wait_for_answers(port: int, log: Path, *, workers: int) -> None:
    """Wait until each worker has taken its door up; the kernel shares connections."""
    for _ in range(workers * 4):
        request = (
            f"GET /healthz HTTP/1.1\r\nHost: {ADDRESS}\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection((ADDRESS, port), timeout=60) as connection:
            connection.sendall(request.encode())
            if b" 200 " not in connection.recv(4096):
                raise CannotMeasureError(f"The portal does not answer: {tail_of(log)}")
