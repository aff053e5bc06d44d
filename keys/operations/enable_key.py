"""EnableKey: a key that can be used again."""

from keys.metadata import KeyIdOrName
from keys.models import Key, KeyState
from keys.operation import key_operation
from keys.states import SWITCHABLE
from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName


@key_operation(states=SWITCHABLE)
def enable_key(call: Call, key: Key, params: Params) -> Empty:
    key.state = KeyState.ENABLED
    key.save(update_fields=["state"])
    return Empty()
