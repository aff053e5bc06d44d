"""Refusing keys whose state does not fit: AWS's sentences in one place."""

from collections.abc import Collection
from typing import NoReturn

from keys.models import Key, KeyState
from keys.view import KeyView
from kmsportal.core.errors import DisabledException, KMSInvalidStateException

USABLE = frozenset({KeyState.ENABLED})
LIVING = frozenset({KeyState.ENABLED, KeyState.DISABLED})
ANY_STATE = frozenset(KeyState)

_IS = {
    KeyState.PENDING_DELETION: "is pending deletion",
    KeyState.PENDING_REPLICA_DELETION: "is pending replica deletion",
    KeyState.PENDING_IMPORT: "is pending import",
    KeyState.CREATING: "is creating",
    KeyState.UPDATING: "is updating",
    KeyState.UNAVAILABLE: "is unavailable",
    KeyState.ENABLED: "is enabled",
}


def require_state(key: Key | KeyView, states: Collection[str]) -> None:
    """Refuse a key in none of ``states``, as the Developer Guide's table has it."""
    if key.state not in states:
        refuse_state(key)


def refuse_state(key: Key | KeyView) -> NoReturn:
    if key.state == KeyState.DISABLED:
        raise DisabledException(f"{key.arn} is disabled.")
    raise KMSInvalidStateException(f"{key.arn} {_IS[KeyState(key.state)]}.")
