"""RetireGrant: the end of a grant, by whoever the grant itself names for that."""

from collections.abc import Sequence
from typing import Any

import msgspec

from keys.facts import encryption_context_facts
from keys.grant_tokens import GrantToken, read_grant_token
from keys.grants import GrantId, find_grant, grant_not_found
from keys.lookup import Named, find_locked_row, refuse_alias
from keys.metadata import KeyIdOrName
from keys.models import Key, KeyGrant
from keys.needs import key_need
from keys.new_grants import constraint_type
from keys.operation import owner_of, refuse_dry_run
from keys.traces import named_use
from kmsportal.core.call import Call
from kmsportal.core.errors import ValidationException
from kmsportal.core.operation import ContextValue, Kind, Need, Operation
from kmsportal.core.principal import Principal
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.engine import Grant, Reach, reach_of_retirer

_ACTION = "RetireGrant"


class Params(Shape, frozen=True, kw_only=True):
    grant_token: GrantToken | None = None
    key_id: KeyIdOrName | None = None
    grant_id: GrantId | None = None
    dry_run: bool = False


class _Bound(msgspec.Struct, frozen=True):
    """The grant to retire, and its key; None stands for a foreign one not found."""

    named: Named
    grant_id: str
    grant: KeyGrant | None


class _Guard(msgspec.Struct, frozen=True):
    """The key's policy, for what it denies, and the right to retire this one grant."""

    resource_policy: Any
    grants: tuple[Grant, ...]
    resource_control: Any


def _bind(call: Call) -> _Bound:
    key_text, grant_id = _names(call.params)  # type: ignore[arg-type]  # its own
    refuse_alias(key_text)
    named = find_locked_row(call, key_text)
    grant = find_grant(named.key, grant_id) if isinstance(named.key, Key) else None
    if grant is None and named.key.account_id == call.account_id:
        raise grant_not_found(named.key.arn, grant_id)
    return _Bound(named, grant_id, grant)


def _names(params: Params) -> tuple[str, str]:
    """Return key and grant id as given: by a token, or by both themselves."""
    if params.grant_token is not None and params.key_id is params.grant_id is None:
        name = read_grant_token(params.grant_token)
        return name.key_arn, name.grant_id
    if params.grant_token is None and params.key_id and params.grant_id:
        return params.key_id, params.grant_id
    raise ValidationException(
        "You must specify either a GrantToken, or both a KeyId and a GrantId."
    )


def _needs(call: Call, bound: _Bound) -> Sequence[Need]:
    """Ask the grant; policies only deny, or delegate the right of an account.

    AWS KMS Developer Guide, "Controlling access to retire grants".
    """
    grant = bound.grant.grant if bound.grant else None
    need = key_need(
        call,
        bound.named,
        f"kms:{_ACTION}",
        facts=lambda: _facts(grant) if grant else {},
        is_cross_account=True,
    )
    rights = _rights(grant, call.caller.principal) if grant else ()
    key = bound.named.key
    guard = _Guard(key.resource_policy, rights, key.resource_control)
    return (msgspec.structs.replace(need, guard=guard),)


def _rights(grant: Grant, principal: Principal) -> tuple[Grant, ...]:
    """Put what the grant says of its retirement as a grant to the caller."""
    reach = reach_of_retirer(grant, principal)
    if reach is Reach.NONE:
        return ()
    itself = principal.arn or principal.name
    right = Grant(
        grant_id=grant.grant_id,
        grantee=principal.account_id if reach is Reach.ACCOUNT else itself,
        operations=frozenset({_ACTION}),
        issuing_account=principal.account_id,
    )
    return (right,)


def _facts(grant: Grant) -> dict[str, ContextValue]:
    equals, subset = grant.encryption_context_equals, grant.encryption_context_subset
    facts = encryption_context_facts(equals if equals is not None else subset)
    kind = constraint_type(equals, subset)
    return facts if kind is None else {**facts, "kms:grantconstrainttype": kind}


def _run(call: Call, bound: _Bound) -> Empty:
    if bound.grant is None:
        raise grant_not_found(bound.named.key.arn, bound.grant_id)
    refuse_dry_run(call.params)
    bound.grant.delete()
    return Empty()


def _trace(call: Call, bound: _Bound | None, result: Answer | None) -> Trace:
    """Show the grant beside the request, as CloudTrail does: a token hides it."""
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    request = {"dryRun": True} if params.dry_run else None
    if bound is None:
        return Trace(request=request)
    return Trace(
        keys=(named_use(call, bound.named, result),),
        request=request,
        response=None if result is None else {"keyId": bound.named.key.arn},
        additional={"grantId": bound.grant_id},
    )


retire_grant = Operation(
    service="kms",
    name=_ACTION,
    kind=Kind.CHANGE,
    params=Params,
    result=Empty,
    bind=_bind,
    needs=_needs,
    check=lambda call, bound: None,
    run=_run,
    trace=_trace,
    ends_rights=True,
    changed_accounts=owner_of,
)
