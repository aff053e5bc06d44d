"""CancelKeyDeletion: a key that stays after all, disabled or without its material."""

from keys.expiry import state_without_deletion
from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.states import PENDING
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName


class Result(Answer, frozen=True, kw_only=True):
    key_id: str


@key_operation(states=PENDING)
def cancel_key_deletion(call: Call, key: Key, params: Params) -> Result:
    key.state = state_without_deletion(key)
    key.scheduled_at = key.deletion_date = key.pending_window_in_days = None
    key.save(
        update_fields=[
            "state",
            "scheduled_at",
            "deletion_date",
            "pending_window_in_days",
        ]
    )
    return Result(key_id=key.arn)
