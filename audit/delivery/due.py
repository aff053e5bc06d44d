"""What trails owe by now, found in the database and done in small steps.

Making files is one transaction under the stream's lock; putting them is outside of any,
and may be done twice. So it can be killed anywhere and goes on where it was.
"""

import logging
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from audit.delivery import chains
from audit.delivery.cutting import cut_one
from audit.delivery.signing import key_for
from audit.delivery.uploading import upload
from audit.models import LoggingSpan, Trail, TrailFile, TrailStream
from audit.trails.moments import next_cut

logger = logging.getLogger(__name__)


def deliver_due(now: datetime) -> int:
    """Deliver all that is due by ``now``; return how many files were put.

    A stream that fails is left for the next time and holds up no other.
    """
    delivered = sum(_deliver(stream, now) for stream in list(_due(now)))
    _forget_deleted()
    return delivered


def _due(now: datetime) -> QuerySet[TrailStream]:
    waiting = TrailFile.objects.filter(stream=OuterRef("pk"), delivered_at=None)
    is_free = Q(retry_at=None) | Q(retry_at__lte=now)
    streams = TrailStream.objects.select_related("trail")
    due = Q(next_cut_at__lte=now) | Exists(waiting) | _is_ending()
    return streams.filter(is_free & due).order_by("id")


def _is_ending() -> Q:
    """Pick the streams that a stop or a deletion has left with an open chain."""
    logging_now = LoggingSpan.objects.filter(trail=OuterRef("trail"), stopped_at=None)
    return Q(chain_from__isnull=False) & Q(~Exists(logging_now))


def _deliver(stream: TrailStream, now: datetime) -> int:
    try:
        if stream.trail.validates_log_files:
            # Making a key takes a while, which no lock has to be held for.
            key_for(stream.account_id, stream.region, now)
        while make_files(stream, now):
            pass
        return upload(stream, now)
    except Exception:
        logger.exception("The delivery of %s failed.", stream)
        return 0


@transaction.atomic
def make_files(stream: TrailStream, now: datetime) -> bool:
    """Make some of the files that are due; return whether there are more to make.

    Nothing is done where another worker is at it.
    """
    rows = TrailStream.objects.select_related("trail").select_for_update(
        of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked
    )
    locked = rows.filter(account_id=stream.account_id, pk=stream.pk).first()
    if locked is None:
        return False
    if chains.is_active(locked):
        return _go_on(locked, now)
    return _wind_up(locked, now)


def _go_on(stream: TrailStream, now: datetime) -> bool:
    if not stream.trail.validates_log_files:
        _end_chain(stream, now)
    elif stream.chain_from is None:
        chains.begin(stream)
    chains.catch_up(stream, now)
    if stream.next_cut_at > now:
        return False
    if cut_one(stream, now):
        return True
    _cut_next(stream, now)
    return False


def _wind_up(stream: TrailStream, now: datetime) -> bool:
    """Deliver what is left of a stream that takes nothing new."""
    if stream.trail.validates_log_files and not stream.files.exists():
        # It was stopped before its first file.
        chains.begin(stream)
    chains.catch_up(stream, now)
    if not chains.is_settled(stream, now):
        return False
    if file := cut_one(stream, now):
        if stream.chain_from is None and stream.trail.validates_log_files:
            chains.backfill(stream, file, now)
        return True
    _end_chain(stream, now)
    _cut_next(stream, now)
    return False


def _end_chain(stream: TrailStream, now: datetime) -> None:
    if stream.chain_from is not None:
        chains.catch_up(stream, now)
        chains.finish(stream, now)


def _cut_next(stream: TrailStream, now: datetime) -> None:
    stream.next_cut_at = next_cut(now)
    stream.save(update_fields=["next_cut_at"])


def _forget_deleted() -> None:
    """Remove the settings of deleted trails that owe nothing any more."""
    for trail in Trail.objects.filter(deleted_at__isnull=False, spans__isnull=False):
        if all(chains.is_drained(stream) for stream in trail.streams.all()):
            trail.spans.all().delete()
