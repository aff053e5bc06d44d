"""When a trail logs, and for which Regions."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from audit.models import LoggingSpan, Trail, TrailStream
from audit.trails.moments import next_cut


def regions_of(trail: Trail) -> Sequence[str]:
    """Return the Regions whose events the trail delivers."""
    if trail.is_multi_region:
        regions: list[str] = settings.KMSPORTAL_REGIONS
        return regions
    return (trail.home_region,)


def is_logging(trail: Trail) -> bool:
    return trail.spans.filter(stopped_at=None).exists()


def start(trail: Trail, time: datetime) -> None:
    """Begin to log; nothing happens where the trail logs already."""
    if not is_logging(trail):
        LoggingSpan.objects.create(
            account_id=trail.account_id, trail=trail, started_at=time
        )
        make_streams(trail, time)


def stop(trail: Trail, time: datetime) -> None:
    """Log no event of a later moment; what is earlier is still delivered."""
    trail.spans.filter(stopped_at=None).update(stopped_at=time)


def make_streams(trail: Trail, time: datetime) -> None:
    """Make the streams that the trail lacks, one a Region."""
    for region in regions_of(trail):
        find_stream(trail, region, time)


def find_stream(trail: Trail, region: str, time: datetime) -> TrailStream:
    """Return the trail's stream of that Region, made if there is none."""
    stream, _ = TrailStream.objects.get_or_create(
        trail=trail,
        region=region,
        defaults={"account_id": trail.account_id, "next_cut_at": next_cut(time)},
    )
    return stream
