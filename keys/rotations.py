"""Rotation: new material for a key, by schedule or on demand."""

from datetime import datetime, timedelta
from typing import Annotated

from django.conf import settings
from msgspec import Meta

from keys.custody import add_new_material
from keys.imports import (
    lacks_pending_somewhere,
    require_origin,
    require_pending_everywhere,
)
from keys.models import Key, KeyMaterial, RotationType
from keys.multi_region import refuse_replica, share, share_material
from keys.specs import KeySpec, Origin
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


def require_own_schedule(key: Key) -> None:
    """Refuse a key whose rotation is not for it, or not by schedule.

    Replicas follow their primary; the portal cannot make the material of others.
    """
    require_rotatable(key)
    refuse_replica(key)
    require_origin(key, Origin.AWS_KMS)


def begin_rotation_on_demand(key: Key, *, time: datetime) -> None:
    """Have ``key``, which is rotatable, rotate as soon as the schedule comes by."""
    refuse_replica(key)
    if key.origin == Origin.EXTERNAL.value:
        require_pending_everywhere(key)
    require_room_for_rotation(key)
    key.on_demand_rotation_started_at = time
    _save(key, "on_demand_rotation_started_at")


def begin_automatic_rotation(key: Key, *, time: datetime, days: int) -> None:
    """Rotate ``key`` every ``days`` from ``time`` on."""
    key.rotation_period_in_days = days
    key.next_rotation_at = time + timedelta(days=days)
    _save(key, "rotation_period_in_days", "next_rotation_at")


def end_automatic_rotation(key: Key) -> None:
    key.rotation_period_in_days = key.next_rotation_at = None
    _save(key, "rotation_period_in_days", "next_rotation_at")


def rotates_automatically(key: Key) -> bool:
    """Whether the material changes by itself.

    Not while deletion is pending; cancelling that restores what was set (API
    reference, GetKeyRotationStatus).
    """
    return key.rotation_period_in_days is not None and key.state not in PENDING


def require_room_for_rotation(key: Key) -> None:
    """Refuse one more on-demand rotation than a key may have in its life."""
    materials = KeyMaterial.objects.of(key)
    done = materials.filter(rotation_type=RotationType.ON_DEMAND).count()
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
    _save(key, "current_material_id", "next_rotation_at")


def rotate_on_demand(key: Key, *, time: datetime) -> bool:
    """Give ``key`` the material it was asked for; its schedule stays.

    False when that was imported and has been taken away meanwhile.
    """
    key.on_demand_rotation_started_at = None
    is_imported = key.origin == Origin.EXTERNAL.value
    can_rotate = not is_imported or _has_pending(key)
    if can_rotate and is_imported:
        _advance(key, time=time)
    elif can_rotate:
        _renew(key, RotationType.ON_DEMAND, time=time)
    _save(
        key,
        "current_material_id",
        "pending_material_id",
        "on_demand_rotation_started_at",
    )
    return can_rotate


def _renew(key: Key, rotation_type: RotationType, *, time: datetime) -> None:
    key.current_material_id = add_new_material(
        key, time=time, rotation_type=rotation_type
    )
    share_material(key, key.current_material_id)


def _advance(key: Key, *, time: datetime) -> None:
    """Make the imported material current that waited for a rotation, everywhere."""
    rows = KeyMaterial.objects.in_every_region(key)
    rows.filter(material_id=key.pending_material_id).update(
        rotation_type=RotationType.ON_DEMAND, created_at=time
    )
    key.current_material_id, key.pending_material_id = key.pending_material_id, ""


def _has_pending(key: Key) -> bool:
    return bool(key.pending_material_id) and not lacks_pending_somewhere(key)


def _save(key: Key, *fields: str) -> None:
    """Save what of ``key`` has changed, for its replicas too."""
    key.save(update_fields=fields)
    share(key, *fields)


def _next_date(key: Key, time: datetime) -> datetime:
    """Count on from the due date by whole periods until after ``time``."""
    if key.next_rotation_at is None or key.rotation_period_in_days is None:
        raise ValueError(key.arn)
    period = timedelta(days=key.rotation_period_in_days)
    missed = (time - key.next_rotation_at) // period
    return key.next_rotation_at + (missed + 1) * period
