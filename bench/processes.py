"""Programs that a benchmark starts on one core, and always ends."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ADDRESS = "127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0


class CannotMeasureError(Exception):
    """Something that a part of the benchmark needs is not here; says what."""


def require(program: str, *, needed_for: str) -> str:
    """Return the program's path; CannotMeasureError when it is not installed."""
    path = shutil.which(program)
    if path is None:
        raise CannotMeasureError(f"{program} is not installed; {needed_for}.")
    return path


def cores() -> tuple[int | None, int | None]:
    """Return the server's core and the driver's; None where they cannot be apart."""
    if not hasattr(os, "sched_getaffinity") or shutil.which("taskset") is None:
        return None, None
    available = sorted(os.sched_getaffinity(0))
    return (available[0], available[1]) if len(available) > 1 else (None, None)


def pinned(command: Sequence[str], core: int | None) -> list[str]:
    """Return ``command`` bound to one core, or as it is for None."""
    return list(command) if core is None else ["taskset", "-c", str(core), *command]


def unprivileged() -> str | None:
    """Return whom to be for programs that refuse root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    descriptors: Sequence[int] = (),
    user: str | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` in a group of its own until the block ends; log to ``log``."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT if user is None else "/",
            env={**os.environ, **(environment or {})},
            pass_fds=descriptors,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
            user=user,
        )
    try:
        yield process
    finally:
        _end(process, stop_signal)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when ``port`` answers; CannotMeasureError when the program ends first."""
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection((ADDRESS, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise CannotMeasureError(f"A server did not start: {tail_of(log)}")


def tail_of(log: Path) -> str:
    """Return the last line that was logged."""
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing."


def _end(process: subprocess.Popen[bytes], stop_signal: signal.Signals) -> None:
    process.send_signal(stop_signal)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
