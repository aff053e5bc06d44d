"""Ledger events as the gateway would write them, for the meter to read."""

from datetime import UTC, datetime

import msgspec

from kmsportal.core.arn import key_arn
from kmsportal.core.moments import microseconds
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
    operation: str, time: str | int, *keys: KeyUse, **members: object
) -> LedgerEvent:
    """Return a call of ``ACCOUNT``; ``members`` are those of the event."""
    usual = LedgerEvent(
        time=time if isinstance(time, int) else at(time),
        account_id=ACCOUNT,
        region=REGION,
        operation=operation,
        principal="arn:aws:iam::111122223333:user/alice",
        record=_record(eventType="AwsApiCall", requestParameters=None),
        keys=keys,
    )
    return msgspec.structs.replace(usual, **members)


def asking(event: LedgerEvent, **parameters: object) -> LedgerEvent:
    record = _record(eventType="AwsApiCall", requestParameters=parameters)
    return msgspec.structs.replace(event, record=record)


def service_event(
    operation: str, time: str | int, *keys: KeyUse, **members: object
) -> LedgerEvent:
    record = _record(eventType="AwsServiceEvent")
    return call(operation, time, *keys, record=record, **members)


def enters(
    name: str,
    state: str,
    time: str | int,
    *,
    since: str | None = None,
    manager: str = "CUSTOMER",
) -> LedgerEvent:
    """Return an event, free of charge, after which the key is in ``state``."""
    transition = KeyTransition(
        arn=arn(name),
        account_id=ACCOUNT,
        state=state,
        manager=manager,
        since=None if since is None else at(since),
    )
    return service_event("kms:Change", time, transitions=(transition,))


def _record(**members: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(members))
