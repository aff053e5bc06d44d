"""DescribeTrailDelivery: how far a trail's files have come, Region by Region."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from msgspec import field

from audit.models import PendingRecord, Trail, TrailFile, TrailStream
from audit.trails.moments import moment_of
from audit.trails.operation import trail_operation
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    name: str


class RegionDelivery(Part, frozen=True, kw_only=True):
    """``lag_seconds`` is the age of the oldest event that is not delivered yet."""

    region: str
    waiting_events: int
    waiting_files: int
    lag_seconds: int
    latest_delivery_time: Timestamp | None = None
    latest_digest_time: Timestamp | None = None
    next_attempt_time: Timestamp | None = None
    error: str | None = None


class Result(Answer, frozen=True, kw_only=True):
    trail_arn: str = field(name="TrailARN")
    regions: list[RegionDelivery]


@trail_operation(service="portal", kind=Kind.READ)
def describe_trail_delivery(call: Call, trail: Trail, params: Params) -> Result:
    streams = trail.streams.order_by("region")
    return Result(
        trail_arn=trail.arn, regions=[_described(one, call.time) for one in streams]
    )


def _described(stream: TrailStream, now: datetime) -> RegionDelivery:
    records = PendingRecord.objects.filter(
        account_id=stream.account_id, stream_id=stream.pk
    )
    files = stream.files.filter(delivered_at=None)
    return RegionDelivery(
        region=stream.region,
        waiting_events=records.count(),
        waiting_files=files.count(),
        lag_seconds=_lag(records.values_list("time", flat=True), files, now),
        latest_delivery_time=_shown(stream.delivered_at),
        latest_digest_time=_shown(stream.digest_delivered_at),
        next_attempt_time=_shown(stream.retry_at),
        error=stream.error or None,
    )


def _lag(
    times: "QuerySet[PendingRecord, int]", files: QuerySet[TrailFile], now: datetime
) -> int:
    logs = files.exclude(oldest_time=None).values_list("oldest_time", flat=True)
    oldest: Sequence[int | None] = [
        times.order_by("time").first(),
        logs.order_by("oldest_time").first(),
    ]
    waiting = [time for time in oldest if time is not None]
    if not waiting:
        return 0
    return max(0, int((now - moment_of(min(waiting))).total_seconds()))


def _shown(moment: datetime | None) -> Timestamp | None:
    return Timestamp(moment) if moment else None
