"""Ledger events as the gateway would write them, for the meter to read."""

from datetime import UTC, datetime

import msgspec

from billing.months import microseconds
from kmsportal.core.arn import key_arn
from kmsportal.core.record import KeyTransition, KeyUse, LedgerEvent

ACCOUNT = "111122223333"
OTHER = "444455556666"
REGION = "us-east-1"


def at(text: str) -> int:
    """Return ``2026-11-23T10:00`` UTC in microseconds since the epoch."""
    return microseconds(datetime.fromisoformat(text).replace(tzinfo=UTC))


def arn(name: str, account_id: str = ACCOUNT) -> str:
    return key_arn(account_id, REGION, name)


def use(
    name: str,
    account_id: str = ACCOUNT,
    *,
    spec: str = "SYMMETRIC_DEFAULT",
    manager: str = "CUSTOMER",
) -> KeyUse:
    return KeyUse(
        arn=arn(name, account_id), account_id=account_id, spec=spec, manager=manager
    )


def call(
    operation: str,
    time: str | int,
    *keys: KeyUse,
    account_id: str = ACCOUNT,
    error: str | None = None,
    parameters: dict[str, object] | None = None,
    transitions: tuple[KeyTransition, ...] = (),
    principal: str = "arn:aws:iam::111122223333:user/alice",
) -> LedgerEvent:
    record = {"eventType": "AwsApiCall", "requestParameters": parameters}
    return LedgerEvent(
        time=time if isinstance(time, int) else at(time),
        account_id=account_id,
        region=REGION,
        operation=operation,
        principal=principal,
        record=msgspec.Raw(msgspec.json.encode(record)),
        error=error,
        keys=keys,
        transitions=transitions,
    )


def service_event(
    operation: str,
    time: str,
    *keys: KeyUse,
    transitions: tuple[KeyTransition, ...] = (),
) -> LedgerEvent:
    event = call(operation, time, *keys, transitions=transitions)
    record = msgspec.json.encode({"eventType": "AwsServiceEvent"})
    return msgspec.structs.replace(event, record=msgspec.Raw(record))


def enters(
    name: str,
    state: str,
    time: str | int,
    *,
    since: str | None = None,
    manager: str = "CUSTOMER",
    account_id: str = ACCOUNT,
) -> LedgerEvent:
    """Return a free service event after which the key is in ``state``."""
    transition = KeyTransition(
        arn=arn(name, account_id),
        account_id=account_id,
        state=state,
        manager=manager,
        since=None if since is None else at(since),
    )
    event = service_event("kms:Test", "1970-01-01T00:00", transitions=(transition,))
    moment = time if isinstance(time, int) else at(time)
    return msgspec.structs.replace(event, time=moment, account_id=account_id)
