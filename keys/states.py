"""Refusing keys whose state does not fit: AWS's sentences in one place."""

from collections.abc import Collection
from datetime import datetime
from typing import NoReturn

from keys.models import Key, KeyState
from keys.view import KeyView
from kmsportal.core.errors import DisabledException, KMSInvalidStateException

USABLE = frozenset({KeyState.ENABLED})
# A change of the primary Region does not interrupt cryptographic operations (API
# reference, UpdatePrimaryRegion).
WORKING = USABLE | {KeyState.UPDATING}
SWITCHABLE = frozenset({KeyState.ENABLED, KeyState.DISABLED})
KEPT = SWITCHABLE | {
    KeyState.PENDING_IMPORT,
    KeyState.UNAVAILABLE,
    KeyState.UPDATING,
}
PENDING = frozenset({KeyState.PENDING_DELETION, KeyState.PENDING_REPLICA_DELETION})
ANY_STATE = frozenset(KeyState)

_IS = {
    KeyState.PENDING_DELETION: "is pending deletion",
    KeyState.PENDING_REPLICA_DELETION: "is pending replica deletion",
    KeyState.PENDING_IMPORT: "is pending import",
    KeyState.CREATING: "is creating",
    KeyState.UPDATING: "is updating",
    KeyState.UNAVAILABLE: "is unavailable",
}


def require_state(key: Key | KeyView, states: Collection[str]) -> None:
    """Refuse a key in none of ``states``, as the Developer Guide's table has it.

    AWS KMS Developer Guide, "Key states of AWS KMS keys".
    """
    if key.state in states:
        return
    if PENDING.issuperset(states):
        raise KMSInvalidStateException(f"{key.arn} is not pending deletion.")
    refuse_state(key)


def require_working(key: KeyView, now: datetime) -> None:
    """Refuse a key that cannot be used for cryptography at this moment.

    Imported material ends at its moment, even where the schedule is late.
    """
    if key.valid_to is not None and key.valid_to <= now:
        raise KMSInvalidStateException(f"{key.arn} is pending import.")
    require_state(key, WORKING)


def refuse_state(key: Key | KeyView) -> NoReturn:
    if key.state == KeyState.DISABLED:
        raise DisabledException(f"{key.arn} is disabled.")
    raise KMSInvalidStateException(f"{key.arn} {_IS[KeyState(key.state)]}.")
