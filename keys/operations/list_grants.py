"""ListGrants: the grants on a key."""

from collections.abc import Sequence

from django.db.models import QuerySet

from keys.bound import Bound
from keys.grant_principals import PrincipalId, ServicePrincipal, find_principal
from keys.grants import (
    DEFAULT_GRANTS,
    MOST_GRANTS,
    GrantId,
    GrantListEntry,
    check_grant_id,
    grant_entries,
    grant_need,
    refuse_both,
    require_service,
)
from keys.metadata import KeyIdOrName
from keys.models import Key, KeyGrant
from keys.operation import key_operation
from keys.paging import Limit, Marker, page_by_name
from keys.states import ANY_STATE
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind, Need
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    limit: Limit | None = None
    marker: Marker | None = None
    key_id: KeyIdOrName
    grant_id: GrantId | None = None
    grantee_principal: PrincipalId | None = None
    grantee_service_principal: ServicePrincipal | None = None


class Result(Answer, frozen=True, kw_only=True):
    grants: list[GrantListEntry]
    next_marker: str | None = None
    truncated: bool


def _needs(call: Call, bound: Bound) -> Sequence[Need]:
    return (grant_need(call, bound.named, "kms:ListGrants"),)


@key_operation(kind=Kind.READ, states=ANY_STATE, needs=_needs)
def list_grants(call: Call, key: Key, params: Params) -> Result:
    page = page_by_name(
        call,
        _filtered(call, KeyGrant.objects.of_key(key), params),
        by="grant_id",
        limit=min(params.limit or DEFAULT_GRANTS, MOST_GRANTS),
        filters=_filters(key, params),
    )
    return Result(
        grants=grant_entries(page.items),
        next_marker=page.next_marker,
        truncated=page.is_truncated,
    )


def _filtered(
    call: Call, grants: QuerySet[KeyGrant], params: Params
) -> QuerySet[KeyGrant]:
    principal, service = params.grantee_principal, params.grantee_service_principal
    refuse_both(
        principal, service, names=("GranteePrincipal", "GranteeServicePrincipal")
    )
    if params.grant_id is not None:
        grants = grants.filter(grant_id=check_grant_id(params.grant_id))
    if principal is not None:
        grants = grants.filter(
            grantee_principal=find_principal(principal), grantee_is_service=False
        )
    if service is not None:
        require_service(call, "GranteeServicePrincipal")
        grants = grants.filter(grantee_principal=service, grantee_is_service=True)
    return grants


def _filters(key: Key, params: Params) -> tuple[str, ...]:
    given = (
        params.grant_id,
        params.grantee_principal,
        params.grantee_service_principal,
    )
    return (key.arn, *(text or "" for text in given))
