"""CreateGrant: some operations on one key for one principal, besides all policies."""

from collections.abc import Sequence

import msgspec
from django.conf import settings

from keys.bound import Bound
from keys.grant_principals import PrincipalId, ServicePrincipal
from keys.grant_tokens import GrantName as TokenName
from keys.grant_tokens import GrantToken, GrantTokens, new_grant_token
from keys.grants import GrantConstraints, GrantId, GrantName, GrantOperation, grant_need
from keys.limits import require_room
from keys.metadata import KeyIdOrName
from keys.models import Key, KeyGrant, KeyState
from keys.new_grants import asked_grant, find_same, grant_facts, new_grant
from keys.operation import key_operation, refuse_dry_run
from kmsportal.core.call import Call
from kmsportal.core.operation import Need
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer

# AWS KMS Developer Guide, "Key states of AWS KMS keys".
_GRANTABLE = frozenset({KeyState.ENABLED, KeyState.UPDATING, KeyState.UNAVAILABLE})


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    grantee_principal: PrincipalId | None = None
    retiring_principal: PrincipalId | None = None
    operations: list[GrantOperation]
    constraints: GrantConstraints | None = None
    grant_tokens: GrantTokens | None = None
    name: GrantName | None = None
    dry_run: bool = False
    grantee_service_principal: ServicePrincipal | None = None
    retiring_service_principal: ServicePrincipal | None = None


class Result(Answer, frozen=True, kw_only=True):
    grant_token: GrantToken
    grant_id: GrantId


def _needs(call: Call, bound: Bound) -> Sequence[Need]:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    facts = grant_facts(params)
    need = grant_need(call, bound.named, "kms:CreateGrant", facts=facts)
    return (msgspec.structs.replace(need, new_grant=asked_grant(call, params)),)


@key_operation(states=_GRANTABLE, needs=_needs)
def create_grant(call: Call, key: Key, params: Params) -> Result:
    grant = new_grant(call, key, params)
    existing = find_same(grant)
    if existing is None:
        _require_room(key)
    refuse_dry_run(params)
    if existing is None:
        grant.save(force_insert=True)
    return _answer(existing or grant)


def _require_room(key: Key) -> None:
    """Refuse one more grant than a key may have; the key's row is locked."""
    require_room(
        "Grants per key",
        limit=settings.KMSPORTAL_MAX_GRANTS_PER_KEY,
        usage=KeyGrant.objects.of_key(key).count(),
    )


def _answer(grant: KeyGrant) -> Result:
    """Answer with a token of its own, also for a grant that was there."""
    name = TokenName(grant.account_id, grant.region, grant.key_id, grant.grant_id)
    return Result(grant_token=new_grant_token(name), grant_id=grant.grant_id)
