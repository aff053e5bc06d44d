"""The loop that starts the children, restarts what dies and stops all at the end."""

import os
import selectors
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import TextIO

from kmsportal.management.supervision.processes import Child, Plan
from kmsportal.management.supervision.refusal import CannotStartError

_TICK_SECONDS = 0.1
_ONE_WISH_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long things may take, in seconds, and how often they may fail."""

    quick_death: float = 10.0
    quick_deaths: int = 5
    first_pause: float = 0.2
    longest_pause: float = 5.0
    grace: float = 12.0


class Supervisor:
    """Owns the children; ``run`` returns when it is told to stop by a signal."""

    def __init__(self, terminal: TextIO, *, patience: Patience | None = None) -> None:
        self._terminal = terminal
        self._patience = patience or Patience()
        self._selector = selectors.DefaultSelector()
        self._children: list[Child] = []
        self._stop_asked = 0.0
        self._is_hurried = False

    def is_stopping(self) -> bool:
        return self._stop_asked > 0

    @contextmanager
    def on_duty(self) -> Iterator[None]:
        """Take the signals and open the pipes; everything else happens within."""
        self._lifeline, self._lifeline_kept = os.pipe()
        wake, self._woken = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(self._woken, False)
        self._selector.register(wake, selectors.EVENT_READ)
        previous = {
            number: signal.signal(number, self._on_signal)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
        }
        previous_wakeup = signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        try:
            yield
        finally:
            self._stop_children()
            signal.set_wakeup_fd(previous_wakeup)
            for number, handler in previous.items():
                signal.signal(number, handler)
            self._selector.close()
            for end in (self._lifeline, self._lifeline_kept, wake, self._woken):
                os.close(end)

    def run_once(self, plan: Plan) -> int:
        """Run a command to its end, showing its output as it is; its exit code."""
        child = Child(plan)
        self._children = [child]
        self._start(child)
        while (code := child.exit_code()) is None:
            self._await_events(_TICK_SECONDS, prefixed=False)
            if self.is_stopping():
                self._stop_children()
                return 0
        self._drain(child, prefixed=False)
        self._end(child)
        self._children = []
        return code

    def run(self, plans: Sequence[Plan], *, announce: Callable[[], bool]) -> None:
        """Keep every child running until a signal says stop.

        ``announce`` is called now and then until it answers true. CannotStartError
        when a child dies over and over.
        """
        self._children = [Child(plan) for plan in plans]
        is_announced = False
        while not self.is_stopping():
            for child in self._children:
                if not child.is_running and child.due <= time.monotonic():
                    self._start(child)
            self._await_events(_TICK_SECONDS if not is_announced else self._wait())
            for child in self._children:
                if child.exit_code() is not None:
                    self._mourn(child)
            is_announced = is_announced or self.is_stopping() or announce()

    def say(self, line: str) -> None:
        # The terminal may be gone; the portal's work does not depend on it.
        with suppress(OSError, ValueError):
            self._terminal.write(line + "\n")
            self._terminal.flush()

    # Children --------------------------------------------------------------------

    def _start(self, child: Child) -> None:
        output = child.start(self._lifeline)
        self._selector.register(output, selectors.EVENT_READ, child)

    def _mourn(self, child: Child) -> None:
        code = child.exit_code()
        self._drain(child)
        is_quick = child.age < self._patience.quick_death
        child.quick_deaths = child.quick_deaths + 1 if is_quick else 0
        self._end(child)
        if child.quick_deaths >= self._patience.quick_deaths:
            raise CannotStartError(_obituary(child))
        pause = self._patience.first_pause * 2 ** max(child.quick_deaths - 1, 0)
        child.due = time.monotonic() + min(pause, self._patience.longest_pause)
        self.say(f"The {child.plan.title} ended ({_cause(code)}); it is restarted.")

    def _drain(self, child: Child, *, prefixed: bool = True) -> None:
        while lines := child.read_lines():
            self._show(child, lines, prefixed=prefixed)

    def _end(self, child: Child) -> None:
        child.end_group()
        for key in list(self._selector.get_map().values()):
            if key.data is child:
                self._selector.unregister(key.fileobj)
        child.bury()

    def _stop_children(self) -> None:
        running = [child for child in self._children if child.is_running]
        if running:
            self.say("Stopping …")
        for child in running:
            child.ask_to_stop()
        deadline = time.monotonic() + self._patience.grace
        while time.monotonic() < deadline and not self._is_hurried:
            if all(child.exit_code() is not None for child in running):
                break
            self._await_events(_TICK_SECONDS)
        for child in running:
            self._end(child)
        self._children = []

    # Events ----------------------------------------------------------------------

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGCHLD:
            return
        now = time.monotonic()
        # One Ctrl-C may arrive twice, from the terminal and from make: a second wish
        # to stop, which waits for nobody, is one that comes later.
        self._is_hurried = 0 < self._stop_asked < now - _ONE_WISH_SECONDS
        self._stop_asked = self._stop_asked or now

    def _wait(self) -> float | None:
        dues = [child.due for child in self._children if not child.is_running]
        return max(min(dues) - time.monotonic(), 0.0) if dues else None

    def _await_events(self, seconds: float | None, *, prefixed: bool = True) -> None:
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                os.read(key.fd, 4096)
            elif (lines := key.data.read_lines()) is None:
                self._selector.unregister(key.fileobj)
            else:
                self._show(key.data, lines, prefixed=prefixed)

    def _show(self, child: Child, lines: Sequence[str], *, prefixed: bool) -> None:
        for line in lines:
            if not prefixed:
                self.say(line)
            elif line:
                self.say(f"{child.plan.name:<9} | {line}")


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        return f"by {signal.Signals(-code).name}"
    return f"exit code {code}"


def _obituary(child: Child) -> str:
    said = "\n".join(f"    {line}" for line in child.last_lines)
    return (
        f"The {child.plan.title} ended {child.quick_deaths} times in a row soon after"
        " its start; everything is stopped. Its last lines were:\n"
        + (said or "    (nothing)")
    )
