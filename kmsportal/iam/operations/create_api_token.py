"""CreateApiToken: a bearer token that stands for the calling person in REST."""

from datetime import timedelta
from typing import Annotated

from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException, LimitExceededException
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need, Operation
from kmsportal.core.record import Trace
from kmsportal.core.shapes import SECRET, Timestamp
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.api_tokens import issue_api_token, living_tokens
from kmsportal.iam.token_permissions import own_membership, own_tokens_need
from kmsportal.tenancy.models import Membership

MOST_TOKENS = 50


class Params(Shape, frozen=True, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=128)]
    expires_in_days: Annotated[int, Meta(ge=1, le=366)] = 90


class Result(Answer, frozen=True, kw_only=True):
    token_id: str
    token: Annotated[str, SECRET]
    name: str
    created_at: Timestamp
    expires_at: Timestamp


def _needs(call: Call, membership: Membership) -> tuple[Need, ...]:
    return (own_tokens_need(call),)


def _check(call: Call, membership: Membership) -> None:
    # A stolen token must not be able to outlive itself.
    if call.caller.api_token_id:
        raise AccessDeniedException(
            "An API token cannot make another one. Sign in to the console to make it."
        )
    if living_tokens(membership.pk, time=call.time).count() >= MOST_TOKENS:
        raise LimitExceededException(
            f"You have {MOST_TOKENS} API tokens. Revoke one that you do not need."
        )


def _run(call: Call, membership: Membership) -> Result:
    params = call.params
    if not isinstance(params, Params):
        raise TypeError(params)
    row, token = issue_api_token(
        membership,
        params.name,
        time=call.time,
        expires=call.time + timedelta(days=params.expires_in_days),
    )
    return Result(
        token_id=row.id,
        token=token.reveal(),
        name=row.name,
        created_at=Timestamp(row.created_at),
        expires_at=Timestamp(row.expires_at),
    )


def _trace(call: Call, membership: Membership, result: Answer | None) -> Trace:
    shown = event_members(result) if result else None
    return Trace(request=event_members(call.params), response=shown)


create_api_token = Operation(
    service="portal",
    name="CreateApiToken",
    kind=Kind.CHANGE,
    params=Params,
    result=Result,
    bind=own_membership,
    needs=_needs,
    check=_check,
    run=_run,
    trace=_trace,
)
