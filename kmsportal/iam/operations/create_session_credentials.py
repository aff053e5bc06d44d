"""CreateSessionCredentials: a person's way from the console to the command line.

The portal's own operation: whoever acts as a role session, as every person does, gets
credentials of that same session to sign with for a while.
"""

from datetime import timedelta
from typing import Annotated

from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import AccessDeniedException, ValidationException
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind
from kmsportal.core.record import Trace
from kmsportal.core.shapes import SECRET, Timestamp
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.models import IamRole
from kmsportal.iam.sessions import SessionPlan, begin_session


class Params(Shape, frozen=True, kw_only=True):
    """How long the credentials are good for, in seconds."""

    duration_seconds: Annotated[int, Meta(ge=900, le=43200)] = 3600


class Result(Answer, frozen=True, kw_only=True):
    access_key_id: str
    secret_access_key: Annotated[str, SECRET]
    session_token: Annotated[str, SECRET]
    expiration: Timestamp


def _trace(call: Call, bound: None, result: Result | None) -> Trace:
    shown = event_members(result) if result else None
    return Trace(request=event_members(call.params), response=shown)


@account_operation(service="portal", kind=Kind.READ, trace=_trace)
def create_session_credentials(call: Call, params: Params) -> Result:
    # A stolen API token must not outlive itself.
    if call.caller.api_token_id:
        raise AccessDeniedException("An API token cannot make session credentials.")
    if call.caller.session is not None:
        raise AccessDeniedException(
            "Temporary credentials cannot make others of their session."
        )
    principal = call.caller.principal
    role = IamRole.objects.filter(
        account_id=call.account_id, unique_id=principal.role_id or ""
    ).first()
    if role is None:
        raise ValidationException(
            "Only a person's role session has session credentials; you act as"
            f" {principal.arn}."
        )
    made = begin_session(
        SessionPlan(
            account_id=call.account_id,
            holder_id=role.unique_id,
            name=principal.name,
            began_at=call.time,
            expires_at=call.time + timedelta(seconds=params.duration_seconds),
            membership_id=call.caller.membership_id,
        )
    )
    return Result(
        access_key_id=made.access_key_id,
        secret_access_key=made.secret_access_key.reveal(),
        session_token=made.session_token.reveal(),
        expiration=Timestamp(made.expires_at),
    )
