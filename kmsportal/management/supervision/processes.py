"""One child process: how it starts, what it last said, how it is ended."""

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kmsportal.management.supervision import lifeline

_LINES_KEPT = 20
_LONGEST_LINE = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to run one child; ``title`` is what an operator calls it."""

    name: str
    title: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    descriptors: tuple[int, ...] = ()
    folder: Path | None = None


class Child:
    """A child that runs, or is to be started at ``due`` (monotonic seconds)."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.due = 0.0
        self.quick_deaths = 0
        self.last_lines: deque[str] = deque(maxlen=_LINES_KEPT)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._unfinished = b""

    @property
    def is_running(self) -> bool:
        return self._process is not None

    @property
    def age(self) -> float:
        """Seconds since its last start."""
        return time.monotonic() - self._started

    def start(self, lifeline_end: int) -> int:
        """Start it and return the descriptor of its output, which never blocks."""
        self.last_lines.clear()
        self._unfinished = b""
        self._started = time.monotonic()
        # A group of its own: Ctrl-C reaches the supervisor alone, which then stops its
        # children in order, and whatever a child started can be ended with it.
        self._process = subprocess.Popen(  # noqa: S603 - our own commands only
            self.plan.command,
            cwd=self.plan.folder,
            env={**self.plan.environment, lifeline.VARIABLE: str(lifeline_end)},
            pass_fds=(lifeline_end, *self.plan.descriptors),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        os.set_blocking(self._output(), False)
        return self._output()

    def read_lines(self) -> list[str] | None:
        """Return the whole lines written since the last call; None at the end."""
        try:
            chunk = os.read(self._output(), _LONGEST_LINE)
        except BlockingIOError:
            return []
        *whole, self._unfinished = (self._unfinished + chunk).split(b"\n")
        if self._unfinished and (not chunk or len(self._unfinished) > _LONGEST_LINE):
            whole.append(self._unfinished)
            self._unfinished = b""
        lines = [line.decode(errors="replace") for line in whole]
        self.last_lines.extend(lines)
        return lines if chunk or lines else None

    def exit_code(self) -> int | None:
        """Return how it ended (negative: the signal's number), None while it runs."""
        return self._process.poll() if self._process else None

    def ask_to_stop(self) -> None:
        if self._process:
            self._process.terminate()

    def end_group(self) -> None:
        """Kill whatever is left of it and of what it started."""
        if self._process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def bury(self) -> None:
        """Forget the ended process and close its output."""
        if self._process and self._process.stdout:
            self._process.stdout.close()
        self._process = None

    def _output(self) -> int:
        if self._process is None or self._process.stdout is None:
            raise ValueError(f"{self.plan.name} does not run.")
        return self._process.stdout.fileno()
