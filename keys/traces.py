"""What the ledger keeps of the keys that a call names, uses and changes."""

from keys.bound import Bound
from keys.lookup import Named
from keys.models import Key
from keys.states import PENDING
from keys.view import AbsentKey, KeyView
from kmsportal.core.call import Call
from kmsportal.core.moments import microseconds
from kmsportal.core.record import Deed, KeyTransition, KeyUse
from kmsportal.core.shapes import Result


def key_use(key: Key | KeyView | AbsentKey) -> KeyUse:
    """Return what the ledger keeps of a key that a call names."""
    if isinstance(key, AbsentKey):
        return KeyUse(arn=key.arn, account_id=key.account_id)
    return KeyUse(
        arn=key.arn, account_id=key.account_id, spec=key.spec, manager=key.manager
    )


def named_use(call: Call, named: Named, result: Result | None) -> KeyUse:
    """Return the use of a named key; a refused stranger sees no more than it wrote.

    Else the event of a refusal would tell which key stands behind a foreign alias.
    """
    if result is None and named.key.account_id != call.account_id:
        return KeyUse(arn=named.arn, account_id=named.key.account_id)
    return key_use(named.key)


def transition_to(key: Key, state: str, *, since: int | None = None) -> KeyTransition:
    return KeyTransition(
        arn=key.arn,
        account_id=key.account_id,
        state=state,
        manager=key.manager,
        since=since,
    )


def synchronization(key: Key, *changed: KeyTransition) -> Deed:
    """Return the event of a multi-Region key that was made to agree with the others."""
    return Deed(
        event_name="SynchronizeMultiRegionKey",
        region=key.region,
        key=key_use(key),
        details={"keyId": key.key_id},
        transitions=changed,
    )


def transitions(bound: Bound, result: Result | None) -> tuple[KeyTransition, ...]:
    """Return the state that the call left the key in, if it is another one.

    A key whose deletion is cancelled is billed as though never scheduled, so its new
    state counts from the moment of scheduling.
    """
    key = bound.named.key
    if result is None or not isinstance(key, Key) or key.state == bound.state:
        return ()
    since = bound.scheduled_at if bound.state in PENDING else None
    counted = None if since is None else microseconds(since)
    return (transition_to(key, key.state, since=counted),)
