"""Trails as the API shows them (CloudTrail API Reference, ``Trail`` and others)."""

from typing import Annotated

from msgspec import Meta, field

from audit.models import Trail
from kmsportal.core.shapes import Part, Result


class TrailSettings(Result, frozen=True, kw_only=True):
    """What CreateTrail and UpdateTrail answer."""

    name: str
    s3_bucket_name: str
    s3_key_prefix: str | None = None
    include_global_service_events: bool | None = None
    is_multi_region_trail: bool | None = None
    trail_arn: str = field(name="TrailARN")
    log_file_validation_enabled: bool | None = None
    is_organization_trail: bool | None = None
    recursive_logging: bool | None = None


class TrailShape(Part, frozen=True, kw_only=True):
    """The API's ``Trail`` structure."""

    name: str
    s3_bucket_name: str
    s3_key_prefix: str | None = None
    include_global_service_events: bool | None = None
    is_multi_region_trail: bool | None = None
    home_region: str
    trail_arn: str = field(name="TrailARN")
    log_file_validation_enabled: bool | None = None
    has_custom_event_selectors: bool | None = None
    has_insight_selectors: bool | None = None
    is_organization_trail: bool | None = None
    recursive_logging: bool | None = None


class TagEntry(Part, frozen=True, kw_only=True):
    """The API's ``Tag`` structure; a tag may have no value at all."""

    key: Annotated[str, Meta(min_length=1, max_length=128)]
    value: Annotated[str, Meta(min_length=1, max_length=256)] | None = None


Tags = Annotated[list[TagEntry], Meta(max_length=200)]


def settings_of(trail: Trail) -> TrailSettings:
    return TrailSettings(
        name=trail.name,
        s3_bucket_name=trail.bucket_name,
        s3_key_prefix=trail.key_prefix or None,
        include_global_service_events=trail.includes_global_events,
        is_multi_region_trail=trail.is_multi_region,
        trail_arn=trail.arn,
        log_file_validation_enabled=trail.validates_log_files,
        is_organization_trail=False,
        recursive_logging=trail.is_recursive,
    )


def shape_of(trail: Trail) -> TrailShape:
    has_selectors = trail.event_selectors or trail.advanced_event_selectors
    return TrailShape(
        name=trail.name,
        s3_bucket_name=trail.bucket_name,
        s3_key_prefix=trail.key_prefix or None,
        include_global_service_events=trail.includes_global_events,
        is_multi_region_trail=trail.is_multi_region,
        home_region=trail.home_region,
        trail_arn=trail.arn,
        log_file_validation_enabled=trail.validates_log_files,
        has_custom_event_selectors=bool(has_selectors),
        has_insight_selectors=False,
        is_organization_trail=False,
        recursive_logging=trail.is_recursive,
    )
