"""Multi-Region keys: what their keys share, and how one follows the other.

AWS KMS Developer Guide, "Multi-Region keys in AWS KMS": key id, spec, usage, origin,
material and rotation are shared; policy, grants, aliases, tags, description and state
are each key's own.
"""

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from keys.models import Key, KeyMaterial, KeyState
from keys.specs import Origin
from kmsportal.core.errors import UnsupportedOperationException
from kmsportal.core.ids import new_uuid
from kmsportal.core.shapes import matching

RegionName = Annotated[
    str, Meta(min_length=1, max_length=32), matching(r"^([a-z]+-){2,3}\d+$")
]

_SHARED = (
    "account_id",
    "key_id",
    "spec",
    "usage",
    "origin",
    "manager",
    "multi_region",
    "primary_region",
    "current_material_id",
    "pending_material_id",
    "rotation_period_in_days",
    "next_rotation_at",
    "on_demand_rotation_started_at",
)


def new_multi_region_id() -> str:
    """Return a fresh key id that tells what kind of key it names."""
    return "mrk-" + new_uuid().replace("-", "")


def replicas_of(key: Key) -> list[Key]:
    """Return the replicas of a multi-Region key, by Region; none of any other key."""
    if not key.multi_region:
        return []
    related = Key.objects.in_every_region(key.account_id, key.key_id)
    return list(related.exclude(region=key.primary_region))


def replica_regions(key: Key) -> tuple[str, ...]:
    return tuple(replica.region for replica in replicas_of(key))


def find_relative(key: Key, region: str) -> Key | None:
    """Return the key of the same multi-Region key in ``region``; maybe ``key``."""
    related = Key.objects.in_every_region(key.account_id, key.key_id)
    return related.filter(region=region).first()


def require_primary(key: Key) -> None:
    """Refuse a key that is not the primary of a multi-Region key."""
    if not key.is_primary:
        raise UnsupportedOperationException(
            f"{key.arn} is not a multi-region primary key."
        )


def refuse_replica(key: Key) -> None:
    """Refuse what only the primary key of a multi-Region key decides."""
    if key.is_replica:
        require_primary(key)


def share(key: Key, *fields: str) -> None:
    """Give the replicas of a primary what was just changed of it."""
    if key.is_primary:
        related = Key.objects.in_every_region(key.account_id, key.key_id)
        replicas = related.exclude(region=key.region).order_by()
        replicas.update(**{field: getattr(key, field) for field in fields})


def share_material(key: Key, material_id: str) -> None:
    """Give the replicas of a primary one of its materials.

    Imported material does not travel: each replica must be given it by its owner.
    """
    for replica in replicas_of(key):
        _copy_materials(key, replica, material_id=material_id)


def new_replica(key: Key, region: str, *, policy: str, time: datetime) -> Key:
    """Return a replica of a primary, not saved yet, that will be ready soon."""
    settled = KeyState.ENABLED
    if key.origin == Origin.EXTERNAL.value:
        settled = KeyState.PENDING_IMPORT
    return Key(
        **{field: getattr(key, field) for field in _SHARED},
        region=region,
        state=KeyState.CREATING,
        settled_state=settled,
        settles_at=time,
        created_at=time,
        policy=policy,
    )


def copy_materials(key: Key, replica: Key) -> None:
    """Give a new replica every material of its primary."""
    _copy_materials(key, replica)


def _copy_materials(key: Key, replica: Key, **only: str) -> None:
    for row in KeyMaterial.objects.of(key).filter(**only):
        row.region = replica.region
        row.valid_to = None
        if key.origin == Origin.EXTERNAL.value:
            row.sealed = None
        row.save(force_insert=True)


def change_primary(key: Key, replica: Key, *, time: datetime) -> None:
    """Make ``replica`` the primary in place of ``key``; both settle soon."""
    related = Key.objects.in_every_region(key.account_id, key.key_id)
    related.order_by().update(primary_region=replica.region)
    for changed in (key, replica):
        changed.primary_region = replica.region
        changed.settled_state, changed.settles_at = changed.state, time
        changed.state = KeyState.UPDATING
        changed.save(update_fields=["state", "settled_state", "settles_at"])


def settle(key: Key) -> None:
    """End a state that passes by itself."""
    key.state, key.settled_state, key.settles_at = key.settled_state, "", None
    key.save(update_fields=["state", "settled_state", "settles_at"])


def begin_waiting_window(key: Key, *, time: datetime) -> None:
    """Let the deletion of a primary come due, now that its last replica is gone."""
    if key.pending_window_in_days is None:
        raise ValueError(key.arn)
    key.state = KeyState.PENDING_DELETION
    key.deletion_date = time + timedelta(days=key.pending_window_in_days)
    key.pending_window_in_days = None
    key.save(update_fields=["state", "deletion_date", "pending_window_in_days"])
