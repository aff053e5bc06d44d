"""DisableKey: a key that stays but cannot be used."""

from keys.last_use import usage_facts
from keys.metadata import KeyIdOrName
from keys.models import Key, KeyState
from keys.operation import key_operation
from keys.states import SWITCHABLE
from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName


@key_operation(states=SWITCHABLE, ends_rights=True, facts=usage_facts)
def disable_key(call: Call, key: Key, params: Params) -> Empty:
    key.state = KeyState.DISABLED
    key.save(update_fields=["state"])
    return Empty()
