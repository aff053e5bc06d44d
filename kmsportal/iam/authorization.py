"""Whether a call is allowed: the one question the gateway asks of all of them."""

from functools import partial

from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException
from kmsportal.core.operation import Need
from kmsportal.iam.context import CallContext
from kmsportal.iam.denials import encode_denial
from kmsportal.iam.engine import (
    Outcome,
    Request,
    ResourcePolicies,
    Verdict,
    decide,
    explain_absence,
    explain_refusal,
)
from kmsportal.iam.session_limits import refuse_beyond_session

_UNGUARDED = ResourcePolicies()


def authorize(call: Call, need: Need) -> Verdict:
    """Return the verdict that allows ``need``; AccessDeniedException otherwise."""
    refuse_beyond_session(call.caller, need.action)
    request = request_of(call, need)
    verdict = decide(request, call.caller.policies, _policies_of(need))
    if verdict.outcome is not Outcome.ALLOWED:
        error = AccessDeniedException(_refusal(request, verdict, need))
        if not verdict.is_concealed:
            error.encode = partial(encode_denial, call, need, verdict)
        raise error
    return verdict


def request_of(call: Call, need: Need) -> Request:
    """Return what the engine is asked of ``need`` by ``call``."""
    return Request(
        principal=call.caller.principal,
        action=need.action,
        resource=need.resource,
        resource_account=need.account_id,
        context=CallContext(call, need),
        encryption_context=need.encryption_context,
        is_resource_guarded=need.guard is not None,
        is_cross_account_allowed=need.is_cross_account,
        new_grant=need.new_grant,
    )


def _refusal(request: Request, verdict: Verdict, need: Need) -> str:
    """Say why; a stranger who named a resource by an alias learns nothing behind it."""
    if verdict.is_concealed and need.named_as is not None:
        return explain_absence(request.principal, request.action, need.named_as)
    return explain_refusal(request, verdict, shown_as=need.shown_as)


def _policies_of(need: Need) -> ResourcePolicies:
    if need.guard is None:
        return _UNGUARDED
    return ResourcePolicies(
        policy=need.guard.resource_policy,
        grants=need.guard.grants,
        resource_control=need.guard.resource_control,
    )
