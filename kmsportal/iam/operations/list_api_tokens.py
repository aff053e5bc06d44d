"""ListApiTokens: the calling person's API tokens that still work."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind, Need, Operation
from kmsportal.core.record import NO_TRACE
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.api_tokens import living_tokens
from kmsportal.iam.models import ApiToken
from kmsportal.iam.token_permissions import own_membership, own_tokens_need
from kmsportal.tenancy.models import Membership


class Params(Shape, frozen=True, kw_only=True):
    pass


class ApiTokenEntry(Part, frozen=True, kw_only=True):
    """What may be shown of a token; ``last_used_at`` is kept to the minute."""

    token_id: str
    name: str
    created_at: Timestamp
    expires_at: Timestamp
    last_used_at: Timestamp | None = None


class Result(Answer, frozen=True, kw_only=True):
    """All of them, newest first: a person may have 50."""

    tokens: tuple[ApiTokenEntry, ...]


def _needs(call: Call, membership: Membership) -> tuple[Need, ...]:
    return (own_tokens_need(call),)


def _run(call: Call, membership: Membership) -> Result:
    rows = living_tokens(membership.pk, time=call.time).order_by("-created_at", "id")
    return Result(tokens=tuple(map(_entry, rows)))


def _entry(row: ApiToken) -> ApiTokenEntry:
    return ApiTokenEntry(
        token_id=row.id,
        name=row.name,
        created_at=Timestamp(row.created_at),
        expires_at=Timestamp(row.expires_at),
        last_used_at=Timestamp(row.last_used_at) if row.last_used_at else None,
    )


list_api_tokens = Operation(
    service="portal",
    name="ListApiTokens",
    kind=Kind.READ,
    params=Params,
    result=Result,
    bind=own_membership,
    needs=_needs,
    check=lambda call, membership: None,
    run=_run,
    trace=lambda call, membership, result: NO_TRACE,
)
