"""The chain of a stream's digests: begun, gone on with every hour, ended."""

from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from audit import feed
from audit.delivery.cutting import has_pending
from audit.delivery.digests import Period, make_digest
from audit.delivery.outbox import NAME
from audit.models import FileKind, TrailFile, TrailStream
from audit.trails.logging import regions_of
from audit.trails.moments import DIGEST_EVERY, SETTLES_AFTER, whole_second
from kmsportal.core.moments import microseconds

_SECOND = timedelta(seconds=1)
_MOST_AT_ONCE = 48


def is_active(stream: TrailStream) -> bool:
    """Whether events of now go into this stream."""
    trail = stream.trail
    if trail.deleted_at is not None or stream.region not in regions_of(trail):
        return False
    return trail.spans.filter(stopped_at=None).exists()


def begin(stream: TrailStream) -> None:
    """Begin a chain when logging began or, if files are there, after the last one."""
    span = stream.trail.spans.order_by("-started_at")[0]
    latest = stream.files.aggregate(latest=Max("made_at"))["latest"]
    start = whole_second(span.started_at)
    stream.chain_from = stream.digested_until = (
        max(start, whole_second(latest)) if latest else start
    )
    stream.last_digest = None
    _save(stream)


def catch_up(stream: TrailStream, now: datetime) -> None:
    """Make the digest of every hour that is over, empty or not."""
    if stream.digested_until is None:
        return
    for _ in range(_MOST_AT_ONCE):
        end = stream.digested_until + DIGEST_EVERY
        if end > now:
            return
        _go_on(stream, end, made_before=end)


def finish(stream: TrailStream, now: datetime) -> None:
    """End the chain with a digest of what is left."""
    if stream.digested_until is not None:
        end = max(whole_second(now), stream.digested_until + _SECOND)
        _go_on(stream, end, made_before=None)
    stream.chain_from = stream.digested_until = stream.last_digest = None
    _save(stream)


def backfill(stream: TrailStream, file: TrailFile, now: datetime) -> None:
    """List a file that came in after the chain had ended, in a digest apart."""
    earlier = stream.files.filter(kind=FileKind.BACKFILL).order_by("-made_at")
    previous, end = earlier.first(), whole_second(now)
    if previous is not None:
        end = max(end, previous.made_at + _SECOND)
    period = Period(end - DIGEST_EVERY, end)
    make_digest(stream, period, [file], previous=previous, kind=FileKind.BACKFILL)


def is_settled(stream: TrailStream, now: datetime) -> bool:
    """Whether nothing is under way any more of when the stream was active."""
    stops = stream.trail.spans.order_by("-started_at").values_list("stopped_at")
    stopped_at = next(iter(stops), (None,))[0]
    if stopped_at is None:
        return True
    oldest = feed.oldest_pending_time(NAME)
    is_read = oldest is None or oldest > microseconds(stopped_at)
    return is_read and now >= stopped_at + SETTLES_AFTER


def is_drained(stream: TrailStream) -> bool:
    """Whether the stream owes nothing."""
    is_delivered = not stream.files.filter(delivered_at=None).exists()
    return stream.chain_from is None and is_delivered and not has_pending(stream)


def _go_on(stream: TrailStream, end: datetime, *, made_before: datetime | None) -> None:
    files = _unlisted(stream).filter(made_at__gt=stream.chain_from)
    if made_before is not None:
        files = files.filter(made_at__lt=made_before)
    start = stream.digested_until or end
    stream.last_digest = make_digest(
        stream, Period(start, end), list(files), previous=stream.last_digest
    )
    stream.digested_until = end
    _save(stream)


def _unlisted(stream: TrailStream) -> QuerySet[TrailFile]:
    return stream.files.filter(kind=FileKind.LOG, digest=None).order_by("id")


def _save(stream: TrailStream) -> None:
    stream.save(update_fields=["chain_from", "digested_until", "last_digest"])
