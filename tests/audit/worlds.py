"""Calls and events for the tests of the ledger."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from audit.cloudtrail import render
from kmsportal.core.call import Call, Caller, Door, Origin
from kmsportal.core.errors import ServiceError
from kmsportal.core.identity import identity_of
from kmsportal.core.operation import Kind, Operation
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.core.record import KeyUse, LedgerEvent, Trace
from kmsportal.core.shapes import Empty, Params

ALICE_ACCOUNT = "111122223333"
MALLORY_ACCOUNT = "999988887777"
REGION = "us-west-2"
NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
KEY_ARN = f"arn:aws:kms:{REGION}:{ALICE_ACCOUNT}:key/{KEY_ID}"
ALICE_KEY = KeyUse(arn=KEY_ARN, account_id=ALICE_ACCOUNT)


def user(account_id: str = ALICE_ACCOUNT, name: str = "Alice") -> Principal:
    return Principal(
        kind=PrincipalKind.USER,
        account_id=account_id,
        arn=f"arn:aws:iam::{account_id}:user/{name}",
        unique_id=f"AIDA{name.upper()}",
        name=name,
    )


def operation(
    name: str = "Encrypt", service: str = "kms", kind: Kind = Kind.CRYPTOGRAPHIC
) -> Operation:
    return Operation(
        service=service,
        name=name,
        kind=kind,
        params=Params,
        result=Empty,
        bind=lambda _call: None,
        needs=lambda _call, _bound: (),
        check=lambda _call, _bound: None,
        run=lambda _call, _bound: Empty(),
        trace=lambda _call, _bound, _result: Trace(),
    )


def call(
    *,
    by: Principal | None = None,
    of: Operation | None = None,
    params: Params | None = None,
    time: datetime = NOON,
    region: str = REGION,
    **origin: object,
) -> Call:
    principal = by or user()
    access_key_id = f"AKIA{principal.name.upper()}"
    where: dict[str, Any] = {
        "door": Door.WIRE,
        "source_ip": "192.0.2.7",
        "user_agent": "aws-cli/2",
    }
    return Call(
        operation=of or operation(),
        caller=Caller(
            principal=principal,
            policies=None,
            identity=identity_of(principal, access_key_id),
            access_key_id=access_key_id,
        ),
        origin=Origin(**where | origin),
        region=region,
        time=time,
        params=params or Params(),
        request_id=str(uuid.uuid4()),
        event_id=str(uuid.uuid4()),
    )


def event(
    number: int = 0,
    *,
    trace: Trace | None = None,
    error: ServiceError | None = None,
    **about: Any,
) -> LedgerEvent:
    """Render a call ``number`` seconds after noon, by default Alice's on her key."""
    about.setdefault("time", NOON + timedelta(seconds=number))
    return render(call(**about), trace or Trace(keys=(ALICE_KEY,)), error)


def members(of: LedgerEvent) -> dict[str, Any]:
    decoded: dict[str, Any] = msgspec.json.decode(of.record)
    return decoded
