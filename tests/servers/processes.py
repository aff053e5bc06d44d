"""Starting a private server and waiting until it answers."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 30.0


class MissingServerError(Exception):
    """A program that the test needs is not installed."""


def find_program(*names: str, folders: Sequence[Path] = ()) -> str:
    """Return the path of the first program there is; MissingServerError if none."""
    for name in names:
        for folder in folders:
            if (folder / name).exists():
                return str(folder / name)
        if found := shutil.which(name):
            return found
    raise MissingServerError(f"{names[0]} is not installed.")


def free_port() -> int:
    """Return a TCP port on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(
    holds: Callable[[], object], *, seconds: float = PATIENCE_SECONDS
) -> None:
    """Return once ``holds`` answers true; TimeoutError if it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Nothing after {seconds} seconds.")
        time.sleep(0.02)


def accepts(port: int) -> bool:
    """Whether somebody listens on the port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def as_user(name: str) -> list[str]:
    """Return what runs a command as another user; empty unless we are root."""
    return [] if os.geteuid() else ["runuser", "-u", name, "--"]


@contextmanager
def running(command: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server while the block lasts; its output goes to ``folder``/output."""
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, process_group=0
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
