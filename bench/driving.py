"""Drives a server with wrk and reads what wrk counted."""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ADDRESS, CannotMeasureError, pinned, require

_SCRIPT = Path(__file__).with_name("wrk.lua")
_NEEDED = "nothing can be measured without it (Debian: apt-get install wrk)"


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run showed; latencies in milliseconds.

    ``errors`` counts answers of status 400 and more and connections that broke.
    """

    rate: float
    p50: float
    p99: float
    errors: int


def drive(
    port: int,
    requests: Sequence[bytes],
    *,
    connections: int,
    seconds: float,
    core: int | None,
) -> Run:
    """Send ``requests`` in turn over kept connections, as fast as they are answered."""
    wrk = require("wrk", needed_for=_NEEDED)
    with tempfile.NamedTemporaryFile(prefix="bench-requests-") as file:
        file.write(b"\x01".join(requests))
        file.flush()
        command = [
            *(
                wrk,
                "-t1",
                f"-c{connections}",
                f"-d{max(1, round(seconds))}s",
                "--timeout",
                "30s",
            ),
            *("-s", str(_SCRIPT), f"http://{ADDRESS}:{port}/", "--", file.name),
        ]
        done = subprocess.run(
            pinned(command, core), capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise CannotMeasureError(f"wrk failed: {done.stderr.strip()}")
    return _read(done.stdout)


def _read(output: str) -> Run:
    counted = json.loads(output.strip().splitlines()[-1])
    return Run(
        rate=counted["requests"] * 1e6 / counted["microseconds"],
        p50=counted["p50"] / 1000,
        p99=counted["p99"] / 1000,
        errors=counted["refused"] + counted["broken"],
    )
