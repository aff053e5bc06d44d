"""What keys come due for by themselves: rotation, expiry, settling and deletion.

Work is found in the database, so that it is caught up with after any downtime. Each
piece is claimed under a row lock and asks again whether it is due: two workers, or one
that was killed and began anew, do it once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Q

from keys.imports import expire_materials
from keys.lookup import lock_relatives
from keys.models import (
    Alias,
    Key,
    KeyGrant,
    KeyMaterial,
    KeyState,
    KeyTag,
    RotationType,
)
from keys.multi_region import begin_waiting_window, replicas_of, settle
from keys.rotations import rotate_by_schedule, rotate_on_demand
from keys.traces import key_use, synchronization, transition_to
from kmsportal.core.record import Deed, KeyTransition

DELETED = "Deleted"


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of due work: the condition of a key for which it is due, and the doing."""

    name: str
    when: Callable[[datetime], Q]
    do: Callable[[Key, datetime], Sequence[Deed]]


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of due work on one key."""

    task: Task
    account_id: str
    region: str
    key_id: str

    def run(self, now: datetime) -> Sequence[Deed] | None:
        """Do it, within a transaction; None when it is done or being done elsewhere."""
        lock_relatives(self.account_id, self.key_id)
        keys = Key.objects.in_account(self.account_id, self.region).select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        key = keys.filter(self.task.when(now), key_id=self.key_id).first()
        return None if key is None else self.task.do(key, now)


def due_work(now: datetime) -> Iterator[Work]:
    """Find all that is due by ``now``, in every account: this is the service's own."""
    for task in _TASKS:
        due = Key.objects.filter(task.when(now))
        names = due.values_list("account_id", "region", "key_id")
        for account_id, region, key_id in list(names):
            yield Work(task, account_id, region, key_id)


def _rotate_by_schedule(key: Key, now: datetime) -> Sequence[Deed]:
    previous = key.current_material_id
    rotate_by_schedule(key, time=now)
    return _rotation(key, RotationType.AUTOMATIC, previous)


def _rotate_on_demand(key: Key, now: datetime) -> Sequence[Deed]:
    previous = key.current_material_id
    if not rotate_on_demand(key, time=now):
        return ()
    return _rotation(key, RotationType.ON_DEMAND, previous)


def _rotation(key: Key, rotation_type: RotationType, previous: str) -> Sequence[Deed]:
    details = {
        "rotationType": rotation_type.value,
        "keyOrigin": key.origin,
        "previousKeyMaterialId": previous,
        "currentKeyMaterialId": key.current_material_id,
        "keyId": key.key_id,
    }
    rotated = Deed(
        event_name="RotateKey", region=key.region, key=key_use(key), details=details
    )
    return (rotated, *(synchronization(replica) for replica in replicas_of(key)))


def _expire(key: Key, now: datetime) -> Sequence[Deed]:
    before = key.state
    expire_materials(key, time=now)
    is_same = key.state == before
    expired = Deed(
        event_name="DeleteExpiredKeyMaterial",
        region=key.region,
        key=key_use(key),
        details={"keyId": key.key_id},
        transitions=() if is_same else (transition_to(key, key.state),),
    )
    return (expired,)


def _settle(key: Key, _now: datetime) -> Sequence[Deed]:
    settle(key)
    return (synchronization(key, transition_to(key, key.state)),)


def _delete(key: Key, now: datetime) -> Sequence[Deed]:
    """Leave nothing of the key but what the ledger keeps."""
    use, gone = key_use(key), transition_to(key, DELETED)
    for table in (Alias, KeyTag, KeyGrant, KeyMaterial, Key):
        table.objects.filter(
            account_id=key.account_id, region=key.region, key_id=key.key_id
        ).delete()
    deleted = Deed(
        event_name="DeleteKey",
        region=key.region,
        key=use,
        transitions=(gone, *_primary_left_alone(key, now)),
    )
    return (deleted,)


def _primary_left_alone(key: Key, now: datetime) -> tuple[KeyTransition, ...]:
    """Begin the waiting window of a primary whose last replica this was."""
    if not key.is_replica or replicas_of(key):
        return ()
    primary = Key.objects.in_account(key.account_id, key.primary_region).get(
        key_id=key.key_id
    )
    if primary.state != KeyState.PENDING_REPLICA_DELETION:
        return ()
    begin_waiting_window(primary, time=now)
    return (transition_to(primary, primary.state),)


# Replicas get their material from their primary, which alone rotates.
_ROTATES_ITSELF = Q(multi_region=False) | Q(primary_region=F("region"))
_PASSING = (KeyState.CREATING, KeyState.UPDATING)

# A key that is disabled or pending deletion does not rotate; enabled again, it catches
# up (API reference, GetKeyRotationStatus).
_TASKS = (
    Task(
        "end of a passing state",
        lambda now: Q(state__in=_PASSING, settles_at__lte=now),
        _settle,
    ),
    Task(
        "automatic rotation",
        lambda now: (
            _ROTATES_ITSELF & Q(state=KeyState.ENABLED, next_rotation_at__lte=now)
        ),
        _rotate_by_schedule,
    ),
    Task(
        "on-demand rotation",
        lambda now: (
            _ROTATES_ITSELF
            & Q(state=KeyState.ENABLED, on_demand_rotation_started_at__lte=now)
        ),
        _rotate_on_demand,
    ),
    Task(
        "expiry of material",
        lambda now: Q(material_expires_at__lte=now) & ~Q(state__in=_PASSING),
        _expire,
    ),
    Task(
        "deletion",
        lambda now: Q(state=KeyState.PENDING_DELETION, deletion_date__lte=now),
        _delete,
    ),
)
