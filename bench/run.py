"""``make bench``: the portal and moto's server, measured in turn on this machine.

See ``docs/performance.md``. Load goes to 127.0.0.1 alone and ends by itself.
"""

import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from bench.decisions import measure_decisions
from bench.events import measure_events
from bench.measuring import Bench
from bench.options import Options, read_options
from bench.processes import CannotMeasureError, require
from bench.verdicts import verdicts


def main(arguments: list[str] | None = None) -> None:
    """Measure what the command line asks for and print it."""
    options = read_options(arguments)
    if options.events is not None:
        measure_events(options.events)
        return
    begun = time.monotonic()
    decisions = measure_decisions()
    _print("The policy engine:", decisions.lines())
    if options.has_wire:
        _measure_wire(options)
    _print("Targets of the policy engine:", map(str, decisions.verdicts()))
    print(f"\n{time.monotonic() - begun:.0f} seconds.")


def _measure_wire(options: Options) -> None:
    try:
        require("wrk", needed_for="nothing can be measured (apt-get install wrk)")
    except CannotMeasureError as error:
        raise SystemExit(str(error)) from error
    with tempfile.TemporaryDirectory(prefix="kmsportal-bench-") as name:
        folder = Path(name)
        # PostgreSQL runs as another user where we are root.
        folder.chmod(0o755)
        findings = Bench(options, folder).measure()
    _print("", findings.results.lines())
    _print("First targets, in this run:", map(str, verdicts(findings, options)))


def _print(title: str, lines: Iterable[str]) -> None:
    print(f"\n{title}" if title else "")
    for line in lines:
        print(line)


if __name__ == "__main__":
    main()
