"""Fills the event history of a PostgreSQL: ``python -m bench.event_fill 1000000``.

A thousand events go through the projector's own code; the database then repeats them
at other moments under other ids, since making ten million one by one takes an hour.
"""

import json
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402 - tables need the set-up first
from django.db.backends.utils import CursorWrapper  # noqa: E402

from audit.counts import EventCounts  # noqa: E402
from audit.projections import EventIndex  # noqa: E402
from bench.event_world import BEGIN, END, event  # noqa: E402

_SEED = 1_000
# For filling alone: the searches run with the server's defaults.
_QUICKLY = (
    "ALTER SYSTEM SET max_wal_size = '8GB'",
    "SELECT pg_reload_conf()",
    "SET synchronous_commit = off",
    "SET work_mem = '512MB'",
    "SET maintenance_work_mem = '1GB'",
)
_BATCH = 200

_REPEAT_EVENTS = """
INSERT INTO audit_event (account_id, event_id, time, region, source, name, username,
    access_key_id, principal_arn, error_code, is_error, is_read_only, resource_type,
    record)
SELECT account_id, md5(event_id || turn)::uuid::text, time + turn * %(step)s::bigint,
    region,
    source, name, username, access_key_id, principal_arn, error_code, is_error,
    is_read_only, resource_type,
    replace(record, event_id, md5(event_id || turn)::uuid::text)
FROM bench_seed, generate_series(%(first)s, %(last)s) AS turn
ORDER BY 3
"""
_REPEAT_RESOURCES = """
INSERT INTO audit_eventresource (account_id, arn, region, time, event_id)
SELECT account_id, arn, region, time + turn * %(step)s::bigint,
    md5(event_id || turn)::uuid::text
FROM bench_resource, generate_series(1, %(turns)s) AS turn
"""
_REPEAT_HOURS = """
INSERT INTO audit_eventhour
    (account_id, region, subject, hour, source, name, is_read_only, calls, errors)
SELECT account_id, region, subject, hour, source, name, is_read_only,
    sum(calls), sum(errors)
FROM (SELECT account_id, region, subject, source, name, is_read_only, calls, errors,
        (hour * 3600000000 + turn * %(step)s::bigint) / 3600000000 AS hour
    FROM bench_hour, generate_series(1, %(turns)s) AS turn) AS moved
GROUP BY 1, 2, 3, 4, 5, 6, 7
ON CONFLICT DO NOTHING
"""


def fill(count: int) -> None:
    """Have ``count`` events, spread over the days, in all three tables."""
    turns = max(1, count // _SEED - 1)
    step = int((END - BEGIN).total_seconds() * 1_000_000) // (turns + 1)
    # The seed is the first of the turns, so it spans no more than one step.
    seed = [event(number, of=_SEED * (turns + 1)) for number in range(1, _SEED + 1)]
    for projection in (EventIndex(), EventCounts()):
        projection.apply(seed)
    with connection.cursor() as cursor:
        for setting in _QUICKLY:
            cursor.execute(setting)
        for name in ("event", "resource", "hour"):
            table = {"event": "event", "resource": "eventresource"}.get(
                name, "eventhour"
            )
            seeded = "seed" if name == "event" else name
            cursor.execute(f"CREATE TABLE bench_{seeded} AS TABLE audit_{table}")
        indexes = _drop_indexes(cursor)
        for first in range(1, turns + 1, _BATCH):
            last = min(first + _BATCH - 1, turns)
            part = {"step": step, "first": first, "last": last}
            cursor.execute(_REPEAT_EVENTS, part)
        for statement in (_REPEAT_RESOURCES, _REPEAT_HOURS):
            cursor.execute(statement, {"step": step, "turns": turns})
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE")


def _drop_indexes(cursor: CursorWrapper) -> list[str]:
    """Drop what can be built faster afterwards; return how it was made."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'audit_event'"
        " AND indexname LIKE 'event\\_%%'"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _, definition in found]


def sizes() -> list[str]:
    """Tell how many rows there are and how large they and their indexes are."""
    lines = []
    with connection.cursor() as cursor:
        for table in ("audit_event", "audit_eventresource", "audit_eventhour"):
            cursor.execute(
                f"SELECT count(*), pg_relation_size('{table}') >> 20,"
                f" pg_indexes_size('{table}') >> 20 FROM {table}"
            )
            rows, size, indexes = cursor.fetchone()
            lines.append(f"{table}: {rows:,} rows, {size:,} MB, indexes {indexes:,} MB")
    return lines


def main() -> None:
    """Fill as the command line says."""
    begun = time.monotonic()
    fill(int(sys.argv[1]))
    took = f"filled in {time.monotonic() - begun:.0f} s"
    print(json.dumps([*sizes(), took]))


if __name__ == "__main__":
    main()
