"""ScheduleKeyDeletion: a key that is gone after 7 to 30 days, unless cancelled."""

from typing import Annotated

from msgspec import Meta

from keys.last_use import usage_facts
from keys.metadata import KeyIdOrName
from keys.models import Key, KeyState
from keys.multi_region import begin_waiting_window, replicas_of
from keys.operation import key_operation
from kmsportal.core.call import Call
from kmsportal.core.errors import ValidationException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import Timestamp

_SHORTEST, _LONGEST = 7, 30


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    # The public model admits 1 to 365 days, the service 7 to 30 (API reference).
    pending_window_in_days: Annotated[int, Meta(ge=1, le=365)] | None = None


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    deletion_date: Timestamp | None = None
    key_state: str
    pending_window_in_days: int


@key_operation(ends_rights=True, facts=usage_facts)
def schedule_key_deletion(call: Call, key: Key, params: Params) -> Result:
    days = _window(params.pending_window_in_days)
    key.scheduled_at = call.time
    key.pending_window_in_days = days
    key.state = KeyState.PENDING_REPLICA_DELETION
    key.save(update_fields=["state", "scheduled_at", "pending_window_in_days"])
    # A primary outlives its replicas: its window begins when the last one is gone.
    if not (key.is_primary and replicas_of(key)):
        begin_waiting_window(key, time=call.time)
    return Result(
        key_id=key.arn,
        deletion_date=Timestamp(key.deletion_date) if key.deletion_date else None,
        key_state=key.state,
        pending_window_in_days=days,
    )


def _window(days: int | None) -> int:
    if days is None:
        return _LONGEST
    if days < _SHORTEST:
        raise _refusal(days, f"greater than or equal to {_SHORTEST}")
    if days > _LONGEST:
        raise _refusal(days, f"less than or equal to {_LONGEST}")
    return days


def _refusal(days: int, bound: str) -> ValidationException:
    return ValidationException(
        f"1 validation error detected: Value '{days}' at 'pendingWindowInDays' failed"
        f" to satisfy constraint: Member must have value {bound}"
    )
