"""The events that the event history is filled with: spread evenly over ninety days.

One account and Region, a thousand keys, fifty users; one in fifty is refused and one in
forty is a change.
"""

import uuid
from datetime import UTC, datetime, timedelta

from audit.cloudtrail import render
from kmsportal.core.call import Call, Caller, Door, Origin
from kmsportal.core.errors import DisabledException
from kmsportal.core.identity import identity_of
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.core.record import KeyUse, LedgerEvent, Trace
from kmsportal.core.shapes import Params
from kmsportal.registry import find_operation

ACCOUNT = "111122223333"
REGION = "us-east-1"
KEYS, USERS = 1_000, 50
END = datetime.now(UTC)
BEGIN = END - timedelta(days=89)
NAMES = ("Encrypt", "Decrypt", "GenerateDataKey")
_CHANGE, _REFUSAL = 40, 50


def key_arn(number: int) -> str:
    return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{uuid.UUID(int=number % KEYS)}"


def user_name(number: int) -> str:
    return f"user-{number * 7919 % USERS:02}"


def event(number: int, *, of: int) -> LedgerEvent:
    """Render the ``number``-th of ``of`` events as the gateway does."""
    arn = key_arn(number * 104_729)
    context = {"keyId": arn, "encryptionContext": {"order": str(number)}}
    error = DisabledException(arn) if number % _REFUSAL == 0 else None
    call = make_call(
        _name(number),
        Params(),
        time=BEGIN + (END - BEGIN) * (number / of),
        number=number,
    )
    use = KeyUse(arn=arn, account_id=ACCOUNT)
    return render(call, Trace(keys=(use,), request=context), error)


def make_call(
    name: str, params: Params, *, time: datetime, number: int = 0, service: str = "kms"
) -> Call:
    """Make a call as a door does."""
    return Call(
        operation=find_operation(service, name),
        caller=_caller(user_name(number)),
        origin=Origin(
            door=Door.WIRE,
            source_ip=f"192.0.2.{number % 250}",
            user_agent="aws-cli/2.31.0 md/awscrt#0.27 ua/2.1 os/linux lang/python",
        ),
        region=REGION,
        time=time,
        params=params,
        request_id=str(uuid.uuid4()),
        event_id=str(uuid.UUID(int=number)),
    )


def _name(number: int) -> str:
    return NAMES[number % len(NAMES)] if number % _CHANGE else "TagResource"


def _caller(name: str) -> Caller:
    principal = Principal(
        kind=PrincipalKind.USER,
        account_id=ACCOUNT,
        arn=f"arn:aws:iam::{ACCOUNT}:user/{name}",
        unique_id=f"AIDA{name.upper()}",
        name=name,
    )
    access_key_id = f"AKIA{name.upper()}"
    return Caller(
        principal=principal,
        policies=None,
        identity=identity_of(principal, access_key_id),
        access_key_id=access_key_id,
    )
