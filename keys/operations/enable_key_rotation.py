"""EnableKeyRotation: new material for a key, every so many days."""

from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.rotations import (
    DEFAULT_PERIOD_IN_DAYS,
    RotationPeriodInDays,
    begin_automatic_rotation,
    require_own_schedule,
)
from keys.states import USABLE
from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    rotation_period_in_days: RotationPeriodInDays | None = None


@key_operation(states=USABLE)
def enable_key_rotation(call: Call, key: Key, params: Params) -> Empty:
    require_own_schedule(key)
    days = params.rotation_period_in_days or DEFAULT_PERIOD_IN_DAYS
    # The same period again leaves the schedule: whoever repeats the call more often
    # than that (a nightly Terraform run) would otherwise never see a rotation.
    if days != key.rotation_period_in_days:
        begin_automatic_rotation(key, time=call.time, days=days)
    return Empty()
