"""Calls as a door would make them."""

from datetime import UTC, datetime

import msgspec

from kmsportal.core.call import Call, Caller, Door, Origin
from kmsportal.core.operation import Operation
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.core.shapes import Params
from tests.billing.ledger import ACCOUNT, REGION

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def call_of(operation: Operation, params: Params, *, account_id: str = ACCOUNT) -> Call:
    principal = Principal(
        kind=PrincipalKind.ROOT,
        account_id=account_id,
        arn=f"arn:aws:iam::{account_id}:root",
        unique_id=account_id,
    )
    return Call(
        operation=operation,
        caller=Caller(principal=principal, policies=None, identity=msgspec.Raw(b"{}")),
        origin=Origin(door=Door.REST, source_ip="192.0.2.1", user_agent="tests"),
        region=REGION,
        time=NOW,
        params=params,
        request_id="r",
        event_id="e",
    )
