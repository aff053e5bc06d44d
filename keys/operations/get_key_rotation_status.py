"""GetKeyRotationStatus: whether, how often and when next a key's material changes."""

from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.rotations import require_rotatable, rotates_automatically
from keys.states import ANY_STATE
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import Timestamp


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName


class Result(Answer, frozen=True, kw_only=True):
    key_rotation_enabled: bool
    key_id: str
    rotation_period_in_days: int | None = None
    next_rotation_date: Timestamp | None = None
    on_demand_rotation_start_date: Timestamp | None = None


@key_operation(kind=Kind.READ, states=ANY_STATE, cross_account=True)
def get_key_rotation_status(call: Call, key: Key, params: Params) -> Result:
    require_rotatable(key)
    is_on = rotates_automatically(key)
    next_date, started = key.next_rotation_at, key.on_demand_rotation_started_at
    return Result(
        key_rotation_enabled=is_on,
        key_id=key.arn,
        rotation_period_in_days=key.rotation_period_in_days if is_on else None,
        next_rotation_date=Timestamp(next_date) if is_on and next_date else None,
        on_demand_rotation_start_date=Timestamp(started) if started else None,
    )
