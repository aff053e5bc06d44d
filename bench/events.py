"""``python -m bench --events 10000000``: how search does in a large event history.

A fresh PostgreSQL gets that many events of ninety days, made by itself, in the tables
that the projector fills. Then the portal's own code searches them, and the projector's
work on new events is timed.
"""

import json
import tempfile
from pathlib import Path

from bench.postgresql import postgresql
from bench.processes import CannotMeasureError
from bench.servers import Installation


def measure_events(count: int) -> None:
    """Fill, search and project; print a line for each figure."""
    with tempfile.TemporaryDirectory(prefix="kmsportal-bench-") as name:
        folder = Path(name)
        # PostgreSQL runs as another user where we are root.
        folder.chmod(0o755)
        try:
            with postgresql(folder) as url:
                _measure(
                    Installation(
                        name="events", folder=folder / "data", database_url=url
                    ),
                    count,
                )
        except CannotMeasureError as error:
            raise SystemExit(str(error)) from error


def _measure(installation: Installation, count: int) -> None:
    installation.prepare()
    for command in (
        ("bench.event_fill", str(count)),
        ("bench.event_search",),
        ("bench.event_project", "20000"),
    ):
        for line in json.loads(installation.run("-m", *command)):
            print(line, flush=True)
