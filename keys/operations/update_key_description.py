"""UpdateKeyDescription: what a key is for, in its owner's words."""

from keys.metadata import Description, KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    description: Description


@key_operation()
def update_key_description(call: Call, key: Key, params: Params) -> Empty:
    key.description = params.description
    key.save(update_fields=["description"])
    return Empty()
