"""GetKeyLastUsage: the last successful cryptographic operation with a key."""

from keys.last_use import last_use_of, moment_of
from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.states import ANY_STATE
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName


class KeyLastUsageData(Part, frozen=True, kw_only=True):
    """Empty while the key has not been used."""

    operation: str | None = None
    timestamp: Timestamp | None = None
    cloud_trail_event_id: str | None = None
    kms_request_id: str | None = None


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    key_last_usage: KeyLastUsageData
    tracking_start_date: Timestamp
    key_creation_date: Timestamp


@key_operation(kind=Kind.READ, states=ANY_STATE)
def get_key_last_usage(call: Call, key: Key, params: Params) -> Result:
    created = Timestamp(key.created_at)
    return Result(
        key_id=key.arn,
        key_last_usage=_last_usage(key),
        # The ledger has recorded every use of every key.
        tracking_start_date=created,
        key_creation_date=created,
    )


def _last_usage(key: Key) -> KeyLastUsageData:
    use = last_use_of(key)
    if use is None:
        return KeyLastUsageData()
    return KeyLastUsageData(
        operation=use.operation,
        timestamp=Timestamp(moment_of(use)),
        cloud_trail_event_id=use.event_id,
        kms_request_id=use.request_id or None,
    )
