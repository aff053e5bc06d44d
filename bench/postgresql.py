"""A private PostgreSQL server with the durability of a real one, gone afterwards."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.processes import (
    ADDRESS,
    CannotMeasureError,
    free_port,
    running,
    unprivileged,
    wait_for,
)

_NEEDED = "the runs on PostgreSQL are left out"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a fresh cluster below ``folder`` and yield its ``DATABASE_URL``.

    CannotMeasureError when PostgreSQL is not installed. Every setting that durability
    rests on (``fsync``, ``synchronous_commit``) keeps its default: on.
    """
    user, cluster, log = (
        unprivileged(),
        folder / "postgresql",
        folder / "postgresql.log",
    )
    folder.mkdir(parents=True, exist_ok=True)
    cluster.mkdir()
    if user is not None:
        shutil.chown(cluster, user)
    subprocess.run(
        [_program("initdb"), "-D", str(cluster), "-U", "bench", "-A", "trust", "-N"],
        check=True,
        cwd="/",
        user=user,
        stdout=subprocess.DEVNULL,
    )
    port = free_port()
    command = [
        _program("postgres"),
        *("-D", str(cluster), "-p", str(port), "-h", ADDRESS, "-k", ""),
    ]
    with running(command, log=log, user=user, stop_signal=signal.SIGINT) as server:
        wait_for(port, server, log)
        _create_database(port)
        yield f"postgres://bench@{ADDRESS}:{port}/bench"


def _create_database(port: int) -> None:
    command = [_program("createdb"), "-h", ADDRESS, "-p", str(port), "-U", "bench"]
    subprocess.run([*command, "bench"], check=True, cwd="/")


def _program(name: str) -> str:
    """Find a server program, which Debian keeps off the PATH."""
    if found := shutil.which(name):
        return found
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not installed:
        raise CannotMeasureError(f"{name} of PostgreSQL is not installed; {_NEEDED}.")
    return str(installed[-1])
