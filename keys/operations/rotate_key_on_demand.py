"""RotateKeyOnDemand: new material for a key, soon; the schedule stays as it is."""

from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.rotations import begin_rotation_on_demand, require_rotatable
from keys.states import USABLE
from kmsportal.core.call import Call
from kmsportal.core.errors import ConflictException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName


class Result(Answer, frozen=True, kw_only=True):
    key_id: str


@key_operation(states=USABLE)
def rotate_key_on_demand(call: Call, key: Key, params: Params) -> Result:
    require_rotatable(key)
    if key.on_demand_rotation_started_at is not None:
        raise ConflictException(
            f"An on-demand rotation of {key.arn} is already in progress."
        )
    begin_rotation_on_demand(key, time=call.time)
    return Result(key_id=key.arn)
