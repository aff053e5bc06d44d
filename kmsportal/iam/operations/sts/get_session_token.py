"""GetSessionToken: temporary credentials of the calling user herself.

No policy can refuse it (IAM User Guide, "Permissions for GetSessionToken").
"""

from datetime import datetime, timedelta

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Operation
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.mfa_codes import prove_device
from kmsportal.iam.models import IamUser
from kmsportal.iam.session_tokens import SessionType
from kmsportal.iam.sessions import SessionPlan, begin_session
from kmsportal.iam.sts_shapes import (
    Credentials,
    SerialNumber,
    TokenCode,
    TokenSize,
    UserDuration,
    shown_credentials,
    token_size,
    token_utilization,
)
from kmsportal.iam.user_sessions import require_user

_DEFAULT_SECONDS = 43200


class Params(Shape, frozen=True, kw_only=True):
    duration_seconds: UserDuration | None = None
    serial_number: SerialNumber | None = None
    token_code: TokenCode | None = None
    minimum_session_token_size: TokenSize | None = None


class Result(Answer, frozen=True, kw_only=True):
    credentials: Credentials
    session_token_utilization: int
    session_token_size: int


class _Bound(msgspec.Struct, frozen=True):
    user: IamUser
    mfa_at: datetime | None


def _bind(call: Call) -> _Bound:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    user = require_user(call)
    return _Bound(user, prove_device(call, params.serial_number, params.token_code))


def _run(call: Call, bound: _Bound) -> Result:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    seconds = params.duration_seconds or _DEFAULT_SECONDS
    plan = SessionPlan(
        type=SessionType.USER,
        account_id=bound.user.account_id,
        holder_id=bound.user.unique_id,
        began_at=call.time,
        expires_at=call.time + timedelta(seconds=seconds),
        mfa_at=bound.mfa_at,
        token_size=params.minimum_session_token_size or 0,
    )
    made = begin_session(plan)
    return Result(
        credentials=shown_credentials(made),
        session_token_utilization=token_utilization(made),
        session_token_size=token_size(made),
    )


def _trace(call: Call, bound: _Bound | None, result: Answer | None) -> Trace:
    shown = event_members(result) if result else None
    return Trace(request=event_members(call.params) or None, response=shown)


get_session_token = Operation(
    service="sts",
    name="GetSessionToken",
    kind=Kind.READ,
    params=Params,
    result=Result,
    bind=_bind,
    needs=lambda call, bound: (),
    check=lambda call, bound: None,
    run=_run,
    trace=_trace,
)
