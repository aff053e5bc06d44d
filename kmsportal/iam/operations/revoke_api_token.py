"""RevokeApiToken: end a token, one's own or, for an administrator, any of the account.

Every use of a token reads its row, so no process can still accept it afterwards.
"""

from typing import Annotated

from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.errors import NotFoundException
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need, Operation
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.models import ApiToken
from kmsportal.iam.token_permissions import token_need


class Params(Shape, frozen=True, kw_only=True):
    token_id: Annotated[str, Meta(min_length=1, max_length=16)]


def _bind(call: Call) -> ApiToken:
    params = call.params
    if not isinstance(params, Params):
        raise TypeError(params)
    token = (
        ApiToken.objects.select_for_update(of=("self",))
        .select_related("membership__user")
        .filter(account_id=call.account_id, id=params.token_id, revoked_at=None)
        .first()
    )
    if token is None:
        raise NotFoundException(f"There is no API token {params.token_id}.")
    return token


def _needs(call: Call, token: ApiToken) -> tuple[Need, ...]:
    return (token_need(call, token),)


def _run(call: Call, token: ApiToken) -> Empty:
    token.revoked_at = call.time
    token.save(update_fields=["revoked_at"])
    return Empty()


def _trace(call: Call, token: ApiToken | None, result: Answer | None) -> Trace:
    return Trace(request=event_members(call.params))


revoke_api_token = Operation(
    service="portal",
    name="RevokeApiToken",
    kind=Kind.CHANGE,
    params=Params,
    result=Empty,
    bind=_bind,
    needs=_needs,
    check=lambda call, token: None,
    run=_run,
    trace=_trace,
    ends_rights=True,
)
