"""DisableKeyRotation: a key that keeps its material until asked to rotate."""

from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.rotations import end_automatic_rotation, require_own_schedule
from keys.states import USABLE
from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName


@key_operation(states=USABLE)
def disable_key_rotation(call: Call, key: Key, params: Params) -> Empty:
    require_own_schedule(key)
    end_automatic_rotation(key)
    return Empty()
