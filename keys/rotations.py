"""Rotation: new material for a key, by schedule or on demand."""

from datetime import datetime, timedelta
from typing import Annotated

from django.conf import settings
from msgspec import Meta

from keys.custody import add_new_material
from keys.models import Key, KeyMaterial, RotationType
from keys.specs import KeySpec
from keys.states import PENDING
from kmsportal.core.errors import (
    LimitExceededException,
    UnsupportedOperationException,
)

RotationPeriodInDays = Annotated[int, Meta(ge=90, le=2560)]
DEFAULT_PERIOD_IN_DAYS = 365


def require_rotatable(key: Key) -> None:
    """Refuse a key that is not for symmetric encryption: no other kind rotates.

    UnsupportedOperationException, without a sentence as AWS sends it.
    """
    if key.spec != KeySpec.SYMMETRIC_DEFAULT.value:
        raise UnsupportedOperationException


def begin_automatic_rotation(key: Key, *, time: datetime, days: int) -> None:
    """Rotate ``key`` every ``days`` from ``time`` on."""
    key.rotation_period_in_days = days
    key.next_rotation_at = time + timedelta(days=days)
    key.save(update_fields=["rotation_period_in_days", "next_rotation_at"])


def end_automatic_rotation(key: Key) -> None:
    key.rotation_period_in_days = key.next_rotation_at = None
    key.save(update_fields=["rotation_period_in_days", "next_rotation_at"])


def rotates_automatically(key: Key) -> bool:
    """Whether the material changes by itself.

    Not while deletion is pending; cancelling that restores what was set (API
    reference, GetKeyRotationStatus).
    """
    return key.rotation_period_in_days is not None and key.state not in PENDING


def require_room_for_rotation(key: Key) -> None:
    """Refuse one more on-demand rotation than a key may have in its life."""
    done = KeyMaterial.objects.filter(
        account_id=key.account_id,
        region=key.region,
        key_id=key.key_id,
        rotation_type=RotationType.ON_DEMAND,
    ).count()
    if done >= settings.KMSPORTAL_MAX_ON_DEMAND_ROTATIONS:
        raise LimitExceededException(
            "The on-demand rotations limit has been reached for the given keyId. No"
            " more on-demand rotations can be performed for this key:"
            f" {key.arn}"
        )


def rotate_by_schedule(key: Key, *, time: datetime) -> None:
    """Give ``key`` its due material, once however many dates have passed."""
    _renew(key, RotationType.AUTOMATIC, time=time)
    key.next_rotation_at = _next_date(key, time)
    key.save(update_fields=["current_material_id", "next_rotation_at"])


def rotate_on_demand(key: Key, *, time: datetime) -> None:
    """Give ``key`` the material it was asked for; its schedule stays."""
    _renew(key, RotationType.ON_DEMAND, time=time)
    key.on_demand_rotation_started_at = None
    key.save(update_fields=["current_material_id", "on_demand_rotation_started_at"])


def _renew(key: Key, rotation_type: RotationType, *, time: datetime) -> None:
    key.current_material_id = add_new_material(
        key, time=time, rotation_type=rotation_type
    )


def _next_date(key: Key, time: datetime) -> datetime:
    """Count on from the due date by whole periods until after ``time``."""
    if key.next_rotation_at is None or key.rotation_period_in_days is None:
        raise ValueError(key.arn)
    period = timedelta(days=key.rotation_period_in_days)
    missed = (time - key.next_rotation_at) // period
    return key.next_rotation_at + (missed + 1) * period
