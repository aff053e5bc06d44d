"""ListRetirableGrants: the grants that a principal of the account may retire."""

from collections.abc import Sequence

from keys.grant_principals import (
    PrincipalId,
    ServicePrincipal,
    bind_principal,
    read_principal,
)
from keys.grants import (
    DEFAULT_GRANTS,
    MOST_GRANTS,
    GrantListEntry,
    grant_entries,
    require_one_of,
    require_service,
)
from keys.models import KeyGrant
from keys.operation import account_operation
from keys.paging import Limit, Marker, page_by_name
from kmsportal.core.arn import Arn
from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException
from kmsportal.core.operation import Kind, Need
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    limit: Limit | None = None
    marker: Marker | None = None
    retiring_principal: PrincipalId | None = None
    retiring_service_principal: ServicePrincipal | None = None


class Result(Answer, frozen=True, kw_only=True):
    grants: list[GrantListEntry]
    next_marker: str | None = None
    truncated: bool


def _needs(call: Call, bound: None) -> Sequence[Need]:
    """Permission on the principal named, which is of the caller's account or refused.

    A service that lists its own needs none.
    """
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    arn, service = params.retiring_principal, params.retiring_service_principal
    require_one_of(
        arn, service, names=("RetiringPrincipal", "RetiringServicePrincipal")
    )
    if arn is None:
        require_service(call, "RetiringServicePrincipal")
        return _own_needs(call, service)
    account_id = Arn.parse(read_principal(arn).value).account_id
    return (
        Need(action="kms:ListRetirableGrants", resource=arn, account_id=account_id),
    )


def _own_needs(call: Call, service: str | None) -> Sequence[Need]:
    if service != call.caller.principal.name:
        raise AccessDeniedException("A service can list its own retirable grants only.")
    return ()


@account_operation(kind=Kind.READ, needs=_needs)
def list_retirable_grants(call: Call, params: Params) -> Result:
    retiring = _retiring(params)
    # In the account of whoever owns the key: the retiring principal is the tenant here.
    grants = KeyGrant.objects.filter(
        retiring_principal=retiring,
        retiring_is_service=params.retiring_principal is None,
        region=call.region,
    )
    page = page_by_name(
        call,
        grants,
        by="grant_id",
        limit=min(params.limit or DEFAULT_GRANTS, MOST_GRANTS),
        filters=(retiring,),
    )
    return Result(
        grants=grant_entries(page.items),
        next_marker=page.next_marker,
        truncated=page.is_truncated,
    )


def _retiring(params: Params) -> str:
    if params.retiring_principal is not None:
        return bind_principal(params.retiring_principal)
    return params.retiring_service_principal or ""
