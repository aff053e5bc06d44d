"""The supervisor with real children: it restarts, it gives up, it ends them all."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.management.supervision.scripts import ROOT, supervisor_of
from tests.servers.processes import wait_until

FOREVER = "import os, time; print('pid', os.getpid())\nwhile True: time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + FOREVER
DOOMED = "print('no luck today'); raise SystemExit(7)"
TIED = (
    "from kmsportal.management.supervision import lifeline; lifeline.hold()\n" + FOREVER
)
HASTY = "first_pause=0.01, grace=0.5"


class Run:
    """A supervisor under test and all that it has said."""

    def __init__(self, process: subprocess.Popen[str], output: Path) -> None:
        self.process = process
        self._output = output

    @property
    def said(self) -> str:
        return self._output.read_text()

    def pids(self) -> list[int]:
        return [int(pid) for pid in re.findall(r"\| pid (\d+)", self.said)]

    def wait_for_pids(self, count: int) -> list[int]:
        wait_until(lambda: len(self.pids()) >= count)
        return self.pids()

    def end(self) -> int:
        return self.process.wait(30)


Supervise = Callable[..., Run]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Supervise]:
    runs: list[subprocess.Popen[str]] = []

    def start(*sources: str, patience: str = HASTY) -> Run:
        output = tmp_path / "said"
        program = supervisor_of(*sources, patience=patience)
        with output.open("w") as file:
            process = subprocess.Popen(
                [sys.executable, "-u", "-c", program],
                cwd=ROOT,
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
            )
        runs.append(process)
        return Run(process, output)

    yield start
    for process in runs:
        process.kill()
        process.wait()


def is_alive(pid: int) -> bool:
    """Whether the process is there and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_children_and_the_exit_is_clean(
    supervise: Supervise, wish: signal.Signals
) -> None:
    run = supervise(FOREVER, FOREVER)
    pids = run.wait_for_pids(2)
    run.process.send_signal(wish)
    assert run.end() == 0
    assert not any(map(is_alive, pids))
    assert "Traceback" not in run.said


def test_a_child_that_will_not_stop_is_killed_after_the_grace(
    supervise: Supervise,
) -> None:
    run = supervise(STUBBORN)
    (pid,) = run.wait_for_pids(1)
    run.process.terminate()
    assert run.end() == 0
    assert not is_alive(pid)


def test_a_child_that_dies_is_restarted(supervise: Supervise) -> None:
    run = supervise(FOREVER, FOREVER)
    first, second = run.wait_for_pids(2)
    os.kill(first, signal.SIGKILL)
    pids = run.wait_for_pids(3)
    assert is_alive(second)
    assert is_alive(pids[2])
    assert "ended (by SIGKILL); it is restarted." in run.said


def test_a_child_that_dies_over_and_over_ends_the_whole(supervise: Supervise) -> None:
    run = supervise(FOREVER, DOOMED, patience=HASTY + ", quick_deaths=3")
    (pid,) = run.wait_for_pids(1)
    assert run.end() == 1
    assert not is_alive(pid)
    assert "The child1 process ended 3 times in a row" in run.said
    assert run.said.endswith("    no luck today\n")


def test_what_a_dead_child_has_started_is_ended_with_it(supervise: Supervise) -> None:
    forking = "import os\nif os.fork(): os.wait()\n" + FOREVER
    run = supervise(forking)
    (grandchild,) = run.wait_for_pids(1)
    parent = int(Path(f"/proc/{grandchild}/stat").read_text().split()[3])
    os.kill(parent, signal.SIGKILL)
    wait_until(lambda: not is_alive(grandchild))


def test_children_end_when_the_supervisor_is_killed(supervise: Supervise) -> None:
    run = supervise(TIED, TIED)
    pids = run.wait_for_pids(2)
    run.process.kill()
    wait_until(lambda: not any(map(is_alive, pids)))


def test_the_last_words_of_a_child_are_shown_without_a_line_end(
    supervise: Supervise,
) -> None:
    run = supervise("print('unfinished', end=''); raise SystemExit(1)", FOREVER)
    wait_until(lambda: "child0    | unfinished\n" in run.said)
