"""What keys come due for by themselves: rotation and deletion.

Work is found in the database, so that it is caught up with after any downtime. Each
piece is claimed under a row lock and asks again whether it is due: two workers, or one
that was killed and began anew, do it once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from keys.models import (
    Alias,
    Key,
    KeyGrant,
    KeyMaterial,
    KeyState,
    KeyTag,
    RotationType,
)
from keys.rotations import rotate_by_schedule, rotate_on_demand
from keys.traces import key_use, transition_to
from kmsportal.core.record import KeyTransition, KeyUse

DELETED = "Deleted"


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What the service did to a key by itself, for its event."""

    event_name: str
    region: str
    key: KeyUse
    details: Mapping[str, Any] | None = None
    transitions: tuple[KeyTransition, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of due work: the condition of a key for which it is due, and the doing."""

    name: str
    when: Callable[[datetime], Mapping[str, Any]]
    do: Callable[[Key, datetime], Deed]


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of due work on one key."""

    task: Task
    account_id: str
    region: str
    key_id: str

    def run(self, now: datetime) -> Deed | None:
        """Do it, within a transaction; None when it is done or being done elsewhere."""
        keys = Key.objects.in_account(self.account_id, self.region).select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        key = keys.filter(key_id=self.key_id, **self.task.when(now)).first()
        return None if key is None else self.task.do(key, now)


def due_work(now: datetime) -> Iterator[Work]:
    """Find all that is due by ``now``, in every account: this is the service's own."""
    for task in _TASKS:
        due = Key.objects.filter(**task.when(now))
        names = due.values_list("account_id", "region", "key_id")
        for account_id, region, key_id in list(names):
            yield Work(task, account_id, region, key_id)


def _rotate_by_schedule(key: Key, now: datetime) -> Deed:
    previous = key.current_material_id
    rotate_by_schedule(key, time=now)
    return _rotation(key, RotationType.AUTOMATIC, previous)


def _rotate_on_demand(key: Key, now: datetime) -> Deed:
    previous = key.current_material_id
    rotate_on_demand(key, time=now)
    return _rotation(key, RotationType.ON_DEMAND, previous)


def _rotation(key: Key, rotation_type: RotationType, previous: str) -> Deed:
    details = {
        "rotationType": rotation_type.value,
        "keyOrigin": key.origin,
        "previousKeyMaterialId": previous,
        "currentKeyMaterialId": key.current_material_id,
        "keyId": key.key_id,
    }
    return Deed(
        event_name="RotateKey", region=key.region, key=key_use(key), details=details
    )


def _delete(key: Key, _now: datetime) -> Deed:
    """Leave nothing of the key but what the ledger keeps."""
    deed = Deed(
        event_name="DeleteKey",
        region=key.region,
        key=key_use(key),
        transitions=(transition_to(key, DELETED),),
    )
    for table in (Alias, KeyTag, KeyGrant, KeyMaterial, Key):
        table.objects.filter(
            account_id=key.account_id, region=key.region, key_id=key.key_id
        ).delete()
    return deed


# A key that is disabled or pending deletion does not rotate; enabled again, it catches
# up (API reference, GetKeyRotationStatus).
_TASKS = (
    Task(
        "automatic rotation",
        lambda now: {"state": KeyState.ENABLED, "next_rotation_at__lte": now},
        _rotate_by_schedule,
    ),
    Task(
        "on-demand rotation",
        lambda now: {
            "state": KeyState.ENABLED,
            "on_demand_rotation_started_at__lte": now,
        },
        _rotate_on_demand,
    ),
    Task(
        "deletion",
        lambda now: {"state": KeyState.PENDING_DELETION, "deletion_date__lte": now},
        _delete,
    ),
)
