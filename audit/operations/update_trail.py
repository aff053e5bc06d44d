"""UpdateTrail: other settings for a trail, without stopping it.

CloudTrail API Reference, "UpdateTrail".
"""

from django.conf import settings

from audit.models import Trail
from audit.trails.finding import find_trail_at_home
from audit.trails.logging import is_logging, make_streams
from audit.trails.naming import TrailName, read_trail_name
from audit.trails.operation import trail_needs, trail_trace
from audit.trails.settings import (
    DeliverySettings,
    check_bucket,
    check_combination,
    check_room,
    check_settings,
)
from audit.trails.shapes import TrailSettings, settings_of
from kmsportal.core.call import Call
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Operation
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Result

_COLUMNS = {
    "s3_bucket_name": "bucket_name",
    "s3_key_prefix": "key_prefix",
    "include_global_service_events": "includes_global_events",
    "is_multi_region_trail": "is_multi_region",
    "enable_log_file_validation": "validates_log_files",
    "recursive_logging": "is_recursive",
}


class Params(DeliverySettings, frozen=True, kw_only=True):
    name: str
    s3_bucket_name: str | None = None


def _bind(call: Call) -> TrailName:
    return read_trail_name(call, _params(call).name)


def _params(call: Call) -> Params:
    return call.params  # type: ignore[return-value]  # this operation's own


def _prepare(call: Call, _named: TrailName) -> None:
    bucket_name = _params(call).s3_bucket_name
    if bucket_name is not None:
        check_bucket(call, bucket_name)


def _update(call: Call, named: TrailName) -> TrailSettings:
    params, trail = _params(call), find_trail_at_home(call, named)
    if params.is_multi_region_trail:
        check_room(call, trail, settings.KMSPORTAL_REGIONS)
    _change(trail, params)
    check_combination(trail)
    if is_logging(trail):
        make_streams(trail, call.time)
    return settings_of(trail)


def _change(trail: Trail, params: Params) -> None:
    """Set what was given, and nothing else."""
    changed = []
    for member, column in _COLUMNS.items():
        value = getattr(params, member)
        if value is not None:
            setattr(trail, column, value)
            changed.append(column)
    trail.save(update_fields=changed)


def _trace(call: Call, named: TrailName | None, result: Result | None) -> Trace:
    shown = event_members(result) if result else None
    return trail_trace(call.params, named, shown)


update_trail = Operation(
    service="cloudtrail",
    name="UpdateTrail",
    kind=Kind.CHANGE,
    params=Params,
    result=TrailSettings,
    bind=_bind,
    needs=trail_needs,
    check=lambda call, _named: check_settings(_params(call)),
    prepare=_prepare,
    run=_update,
    trace=_trace,
)
