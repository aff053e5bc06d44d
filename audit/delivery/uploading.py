"""Putting made files into their bucket, in order, until the store has each."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from audit.delivery.digests import metadata_of
from audit.models import FileKind, TrailFile, TrailStream
from audit.storage import buckets
from audit.storage.refusals import StorageRefusal

logger = logging.getLogger(__name__)

_MOST_AT_ONCE = 200
_LONGEST_PAUSE = timedelta(minutes=5)
_SHORTEST_PAUSE = timedelta(seconds=10)


def upload(stream: TrailStream, now: datetime) -> int:
    """Put what waits, oldest first; return how many. The first refusal ends it.

    A digest never comes before the files it lists. A file that was put but not marked,
    because somebody died in between, is put again under the same name and content.
    """
    waiting = stream.files.filter(delivered_at=None).order_by("id")
    done = 0
    for file in waiting[:_MOST_AT_ONCE]:
        try:
            _put(file)
        except StorageRefusal as refusal:
            _put_off(stream, refusal, now)
            return done
        _mark(stream, file, now)
        done += 1
    return done


def _put(file: TrailFile) -> None:
    buckets.put(
        file.account_id,
        file.bucket_name,
        file.key,
        body=bytes(file.body or b""),
        metadata=metadata_of(file),
    )


@transaction.atomic
def _mark(stream: TrailStream, file: TrailFile, now: datetime) -> None:
    """Note that the store has it; only then its content is given up here."""
    rows = TrailFile.objects.filter(account_id=file.account_id, pk=file.pk)
    rows.filter(delivered_at=None).update(delivered_at=now, body=None)
    column = "delivered_at" if file.kind == FileKind.LOG else "digest_delivered_at"
    TrailStream.objects.filter(pk=stream.pk).update(
        **{column: now}, failures=0, retry_at=None, error_code="", error=""
    )


def _put_off(stream: TrailStream, refusal: StorageRefusal, now: datetime) -> None:
    logger.warning("A file of %s is not delivered: %s.", stream.trail, refusal.code)
    stream.failures += 1
    pause = min(_SHORTEST_PAUSE * 2 ** min(stream.failures - 1, 10), _LONGEST_PAUSE)
    TrailStream.objects.filter(pk=stream.pk).update(
        failures=stream.failures,
        retry_at=now + pause,
        error_code=refusal.code,
        error=refusal.sentence,
    )
