"""GetTrailStatus: whether a trail logs, and how its delivery goes in this Region.

CloudTrail API Reference, "GetTrailStatus".
"""

from datetime import datetime

from audit.models import Trail
from audit.trails.operation import trail_operation
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import Timestamp


class Params(Shape, frozen=True, kw_only=True):
    name: str


class Result(Answer, frozen=True, kw_only=True):
    is_logging: bool
    latest_delivery_error: str | None = None
    latest_delivery_time: Timestamp | None = None
    start_logging_time: Timestamp | None = None
    stop_logging_time: Timestamp | None = None
    latest_digest_delivery_time: Timestamp | None = None
    latest_digest_delivery_error: str | None = None


@trail_operation(kind=Kind.READ)
def get_trail_status(call: Call, trail: Trail, params: Params) -> Result:
    """Tell of the stream of this Region, or of the home Region where there is none."""
    streams = {stream.region: stream for stream in trail.streams.all()}
    stream = streams.get(call.region) or streams.get(trail.home_region)
    spans = list(trail.spans.order_by("-started_at")[:2])
    stops = [span.stopped_at for span in spans if span.stopped_at]
    return Result(
        is_logging=bool(spans) and spans[0].stopped_at is None,
        latest_delivery_error=(stream and stream.error_code) or None,
        latest_delivery_time=_shown(stream.delivered_at if stream else None),
        start_logging_time=_shown(spans[0].started_at if spans else None),
        stop_logging_time=_shown(stops[0] if stops else None),
        latest_digest_delivery_time=_shown(
            stream.digest_delivered_at if stream else None
        ),
        latest_digest_delivery_error=(stream and stream.error_code) or None,
    )


def _shown(moment: datetime | None) -> Timestamp | None:
    return Timestamp(moment) if moment else None
