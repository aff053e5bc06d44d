"""Times the projector on new events: ``python -m bench.event_project 20000``."""

import json
import sys
import time
from collections.abc import Sequence

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - tables need the set-up first

from bench.event_world import event  # noqa: E402
from kmsportal.core.record import LedgerEvent  # noqa: E402
from kmsportal.projector import PROJECTIONS, Projection  # noqa: E402

_BATCH = 1_000


def main() -> None:
    """Apply events of now in batches as the projector does; print events a second."""
    count = int(sys.argv[1])
    events = [event(10**9 + n, of=10**9 + count) for n in range(count)]
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    lines, total = [], 0.0
    for projection in PROJECTIONS:
        took = _time(projection, events)
        total += took
        lines.append(f"projection {projection.name}: {count / took:,.0f} events/s")
    lines.append(f"all projections, one process: {count / total:,.0f} events/s")
    print(json.dumps(lines))


def _time(projection: Projection, events: Sequence[LedgerEvent]) -> float:
    begun = time.perf_counter()
    for start in range(0, len(events), _BATCH):
        with transaction.atomic():
            projection.apply(events[start : start + _BATCH])
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
