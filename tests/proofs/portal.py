"""A running portal for proofs: real processes, killed and revived at will."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from kmsportal.management.supervision import lifeline
from kmsportal.management.supervision.roles import LISTENER_VARIABLE
from tests.proofs.client import Address
from tests.proofs.sites import ROOT, Site
from tests.servers.processes import wait_until

_CHILD = "kmsportal.management.supervision.child"
_STOP_SECONDS = 15.0


class Worker:
    """One process of the portal in one of its roles, started as ``up`` starts it."""

    def __init__(self, site: Site, role: str, lifeline_end: int) -> None:
        self.role = role
        self._site = site
        self._lifeline_end = lifeline_end
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        return self._log.read_text() if self._log.exists() else ""

    def start(self) -> None:
        descriptors, variables = self._inheritance()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", _CHILD, self.role],
                env={**self._site.environment, **variables},
                cwd=ROOT,
                pass_fds=descriptors,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    def is_up(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End it as a crash would: with SIGKILL, in the middle of what it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def wait_until_up(self) -> None:
        """Return at once: only a wire worker can be asked."""

    def close(self) -> None:
        if self.is_up():
            self.kill()

    @property
    def _log(self) -> Path:
        return self._site.data_dir / f"{self.role}-{id(self)}.log"

    def _inheritance(self) -> tuple[tuple[int, ...], dict[str, str]]:
        end = self._lifeline_end
        return (end,), {lifeline.VARIABLE: str(end)}


class WireWorker(Worker):
    """A wire worker on a port that stays ours while the worker is dead."""

    def __init__(self, site: Site, lifeline_end: int) -> None:
        super().__init__(site, "wire", lifeline_end)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)

    @property
    def address(self) -> Address:
        host, port = self._listener.getsockname()
        return Address(host, port)

    def wait_until_up(self) -> None:
        wait_until(self._answers, seconds=60)

    def close(self) -> None:
        super().close()
        self._listener.close()

    def _inheritance(self) -> tuple[tuple[int, ...], dict[str, str]]:
        descriptors, variables = super()._inheritance()
        number = self._listener.fileno()
        return (*descriptors, number), {**variables, LISTENER_VARIABLE: str(number)}

    def _answers(self) -> bool:
        assert self.is_up(), self.output
        connection = HTTPConnection(*self.address, timeout=1)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


class Portal:
    """The processes of one installation; ``wires`` are its wire workers."""

    def __init__(
        self, site: Site, wires: list[WireWorker], others: list[Worker]
    ) -> None:
        self.site = site
        self.wires = wires
        self.workers: list[Worker] = [*wires, *others]

    @property
    def addresses(self) -> list[Address]:
        return [wire.address for wire in self.wires]

    @property
    def address(self) -> Address:
        return self.wires[0].address

    def start(self) -> None:
        for worker in self.workers:
            worker.start()
        for worker in self.workers:
            worker.wait_until_up()

    def stop(self) -> None:
        """Stop all in order, as Ctrl-C does."""
        for worker in self.workers:
            worker.stop()


@contextmanager
def running(site: Site, *, wires: int = 1, projector: bool = False) -> Iterator[Portal]:
    """Run a portal on ``site`` while the block lasts; nothing of it is left over."""
    with ExitStack() as stack:
        end, kept = os.pipe()
        stack.callback(os.close, end)
        stack.callback(os.close, kept)
        wire_workers = [WireWorker(site, end) for _ in range(wires)]
        others = [Worker(site, "projector", end)] if projector else []
        portal = Portal(site, wire_workers, others)
        for worker in portal.workers:
            stack.callback(worker.close)
        portal.start()
        yield portal
