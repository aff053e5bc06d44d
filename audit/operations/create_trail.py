"""CreateTrail: a trail that delivers an account's events to a bucket.

CloudTrail API Reference, "CreateTrail". It does not log before StartLogging.
"""

from collections.abc import Sequence
from typing import Annotated

from django.conf import settings
from django.db import IntegrityError, transaction
from msgspec import Meta

from audit.models import Trail
from audit.trails.naming import TrailName, check_trail_name
from audit.trails.operation import trail_trace
from audit.trails.settings import (
    DeliverySettings,
    check_bucket,
    check_combination,
    check_room,
    check_settings,
)
from audit.trails.shapes import TagEntry, TrailSettings, settings_of
from audit.trails.tags import put_tags
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import TrailAlreadyExistsException
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Result


class Params(DeliverySettings, frozen=True, kw_only=True):
    name: str
    s3_bucket_name: str
    tags_list: Annotated[list[TagEntry], Meta(max_length=200)] | None = None


def _named(call: Call) -> TrailName:
    return TrailName(call.account_id, call.region, call.params.name)  # type: ignore[attr-defined]  # this operation's own


def _needs(call: Call, _bound: None) -> Sequence[Need]:
    named = _named(call)
    return (
        Need(
            action="cloudtrail:CreateTrail",
            resource=named.arn,
            account_id=named.account_id,
        ),
    )


def _check(call: Call, _bound: None) -> None:
    params: Params = call.params  # type: ignore[assignment]  # this operation's own
    check_trail_name(params.name)
    check_settings(params)


def _trace(call: Call, _bound: None, result: Result | None) -> Trace:
    shown = event_members(result) if result else None
    return trail_trace(call.params, _named(call), shown)


@account_operation(
    service="cloudtrail",
    kind=Kind.CHANGE,
    needs=_needs,
    check=_check,
    prepare=lambda call, _bound: check_bucket(call, call.params.s3_bucket_name),  # type: ignore[attr-defined]  # the same
    trace=_trace,
)
def create_trail(call: Call, params: Params) -> TrailSettings:
    is_multi_region = bool(params.is_multi_region_trail)
    regions = settings.KMSPORTAL_REGIONS if is_multi_region else [call.region]
    check_room(call, None, regions)
    with_default = params.include_global_service_events is not False
    trail = Trail(
        account_id=call.account_id,
        home_region=call.region,
        name=params.name,
        bucket_name=params.s3_bucket_name,
        key_prefix=params.s3_key_prefix or "",
        includes_global_events=with_default,
        is_multi_region=is_multi_region,
        validates_log_files=bool(params.enable_log_file_validation),
        is_recursive=params.recursive_logging is not False,
        created_at=call.time,
    )
    check_combination(trail)
    _save(call, trail)
    put_tags(trail, params.tags_list or [])
    return settings_of(trail)


def _save(call: Call, trail: Trail) -> None:
    """Save a new trail; no other of the account's may show under its name."""
    rows = Trail.objects.filter(
        account_id=call.account_id, deleted_at=None, name=trail.name
    )
    seen = any(t.is_multi_region or t.home_region == call.region for t in rows)
    taken = TrailAlreadyExistsException(
        f"Trail {trail.name} already exists for customer: {call.account_id}"
    )
    if seen or (trail.is_multi_region and rows):
        raise taken
    try:
        with transaction.atomic():
            trail.save()
    except IntegrityError:
        raise taken from None
