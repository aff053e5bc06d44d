"""Destinations and alert rules as the portal's own operations take and show them."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta, field

from audit.models import Alert, AlertRule, Destination
from audit.outputs.due import waiting
from audit.trails.moments import moment_of
from kmsportal.core.errors import ResourceNotFoundException
from kmsportal.core.shapes import SECRET, Part, Timestamp, matching

Name = Annotated[str, Meta(min_length=1, max_length=64), matching(r"[A-Za-z0-9._-]+")]
KindName = Literal["WEBHOOK", "HTTP", "SYSLOG", "SPLUNK"]
FormatName = Literal["CLOUDTRAIL", "OCSF", "CEF"]
AlertKindName = Literal[
    "KEY_DISABLED",
    "DELETION_SCHEDULED",
    "POLICY_CHANGED",
    "TRAIL_CHANGED",
    "DENIAL_SPIKE",
    "NEW_ADDRESS",
]
Url = Annotated[str, Meta(min_length=1, max_length=512), SECRET]
Secret = Annotated[str, Meta(min_length=1, max_length=512), SECRET]
Certificate = Annotated[str, Meta(max_length=65_536)]
Email = Annotated[str, Meta(min_length=3, max_length=254)]
Threshold = Annotated[int, Meta(ge=2, le=1000)]
Window = Annotated[int, Meta(ge=10, le=86_400)]
CoolDown = Annotated[int, Meta(ge=60, le=86_400)]


class DestinationShape(Part, frozen=True, kw_only=True):
    """Everything of a destination but its address and secret, and how it goes.

    ``cursor`` is the number of the last record that it has accepted.
    """

    name: str
    kind: str
    format: str
    endpoint_host: str
    enabled: bool
    for_organization: bool
    has_secret: bool
    has_ca_certificate: bool = field(name="HasCACertificate")
    created_at: Timestamp
    cursor: int
    waiting_records: int
    lag_seconds: int
    latest_delivery_time: Timestamp | None = None
    error: str | None = None
    next_attempt_time: Timestamp | None = None


class AlertRuleShape(Part, frozen=True, kw_only=True):
    """Everything of an alert rule but its address and secret, and how it goes."""

    name: str
    kind: str
    enabled: bool
    email: str | None = None
    endpoint_host: str | None = None
    threshold: int
    window_seconds: int
    cool_down_seconds: int
    created_at: Timestamp
    latest_alert_time: Timestamp | None = None
    held_back: int = 0
    error: str | None = None


def show_destination(row: Destination, now: datetime) -> DestinationShape:
    records, oldest = waiting(row)
    lag = now - moment_of(oldest) if oldest is not None else timedelta(0)
    return DestinationShape(
        name=row.name,
        kind=row.kind,
        format=row.format,
        endpoint_host=row.endpoint_host,
        enabled=row.is_enabled,
        for_organization=row.is_of_organization,
        has_secret=row.has_secret,
        has_ca_certificate=bool(row.ca_certificate),
        created_at=Timestamp(row.created_at),
        cursor=row.cursor,
        waiting_records=records,
        lag_seconds=max(0, int(lag.total_seconds())),
        latest_delivery_time=Timestamp(row.delivered_at) if row.delivered_at else None,
        error=row.last_error or None,
        next_attempt_time=Timestamp(row.due_at) if row.last_error else None,
    )


def show_alert_rule(row: AlertRule) -> AlertRuleShape:
    waiting_alerts = Alert.objects.filter(rule=row, sent_at=None).exclude(last_error="")
    failed = waiting_alerts.order_by("made_at").first()
    return AlertRuleShape(
        name=row.name,
        kind=row.kind,
        enabled=row.is_enabled,
        email=row.email or None,
        endpoint_host=row.endpoint_host or None,
        threshold=row.threshold,
        window_seconds=row.window_seconds,
        cool_down_seconds=row.cool_down_seconds,
        created_at=Timestamp(row.created_at),
        latest_alert_time=Timestamp(row.told_at) if row.told_at else None,
        held_back=row.held_back,
        error=failed.last_error if failed else None,
    )


def find_destination(account_id: str, name: str) -> Destination:
    """Return it; ResourceNotFoundException where the account has none such."""
    row = Destination.objects.filter(account_id=account_id, name=name).first()
    if row is None:
        raise ResourceNotFoundException(f"There is no destination {name}.")
    return row


def find_alert_rule(account_id: str, name: str) -> AlertRule:
    """Return it; ResourceNotFoundException where the account has none such."""
    row = AlertRule.objects.filter(account_id=account_id, name=name).first()
    if row is None:
        raise ResourceNotFoundException(f"There is no alert rule {name}.")
    return row
