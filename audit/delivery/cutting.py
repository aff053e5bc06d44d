"""Cutting log files: the records that wait become files, name and bytes at once."""

import gzip
import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from audit.delivery.names import log_file_key
from audit.models import FileKind, PendingRecord, TrailFile, TrailStream
from kmsportal.core.moments import microseconds

MOST_RECORDS = 5_000
MOST_BYTES = 16 * 1024 * 1024
LATE_AFTER = timedelta(hours=1)
_DELAYED = ',"addendum":{"reason":"DELIVERY_DELAY"}}'


def cut_one(stream: TrailStream, now: datetime) -> TrailFile | None:
    """Cut the oldest of what waits into a file; None where nothing waits.

    Call within the transaction that locks ``stream``.
    """
    rows = _next_rows(stream)
    return _cut(stream, rows, now) if rows else None


def has_pending(stream: TrailStream) -> bool:
    return PendingRecord.objects.filter(
        account_id=stream.account_id, stream_id=stream.pk
    ).exists()


def zip_exactly(content: bytes) -> bytes:
    """Compress so that the same content always gives the same bytes."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def _next_rows(stream: TrailStream) -> list[PendingRecord]:
    pending = PendingRecord.objects.filter(
        account_id=stream.account_id, stream_id=stream.pk
    )
    taken: list[PendingRecord] = []
    size = 0
    for row in pending.order_by("time", "event_id")[:MOST_RECORDS]:
        size += len(row.record)
        if taken and size > MOST_BYTES:
            break
        taken.append(row)
    return taken


def _cut(
    stream: TrailStream, rows: Sequence[PendingRecord], now: datetime
) -> TrailFile:
    content = _content(rows, now)
    file = TrailFile.objects.create(
        account_id=stream.account_id,
        stream=stream,
        kind=FileKind.LOG,
        bucket_name=stream.trail.bucket_name,
        key=log_file_key(stream, now),
        body=zip_exactly(content),
        sha256=hashlib.sha256(content).hexdigest(),
        oldest_time=rows[0].time,
        newest_time=rows[-1].time,
        event_count=len(rows),
        made_at=now,
    )
    PendingRecord.objects.filter(
        account_id=stream.account_id,
        stream_id=stream.pk,
        event_id__in=[row.event_id for row in rows],
    ).delete()
    return file


def _content(rows: Sequence[PendingRecord], now: datetime) -> bytes:
    late = microseconds(now - LATE_AFTER)
    records = (
        # The record's own bytes: only what came late says so in one more member.
        row.record[:-1] + _DELAYED if row.time < late else row.record
        for row in rows
    )
    return f'{{"Records":[{",".join(records)}]}}'.encode()
