"""ExplainAccess, the portal's own: whether somebody may do something, and why.

Whoever may call it learns the statements of key policies and of identity policies that
bear on the question, as far as both are of the caller's account. Of another account it
tells nothing: that side is assumed, and the answer says so.
"""

from typing import Annotated

from msgspec import Meta

from keys.access.explaining import Asked, ContextEntry, explain
from keys.access.showing import Change, Layer, changes_of, layer_of
from keys.access.wording import sentence_of
from keys.metadata import KeyIdOrName
from keys.operation import account_operation
from keys.policy_checks import Policy
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import Timestamp, matching

Action = Annotated[str, Meta(max_length=128), matching("[A-Za-z0-9-]+:[A-Za-z0-9]+")]
PrincipalArn = Annotated[str, Meta(min_length=20, max_length=2048)]


class Params(Shape, frozen=True, kw_only=True):
    """``key_id`` names the key, ``resource`` anything else; ``*`` without either."""

    principal_arn: PrincipalArn
    action: Action
    key_id: KeyIdOrName | None = None
    resource: Annotated[str, Meta(min_length=1, max_length=2048)] | None = None
    encryption_context: dict[str, str] | None = None
    context_entries: Annotated[list[ContextEntry], Meta(max_length=100)] | None = None
    via_service: Annotated[str, Meta(max_length=128)] | None = None
    source_ip: Annotated[str, Meta(max_length=64)] | None = None
    time: Timestamp | None = None
    session_policies: Annotated[list[Policy], Meta(max_length=11)] | None = None


class Result(Answer, frozen=True, kw_only=True):
    """``changes`` together are the smallest that would allow what is refused."""

    decision: str
    sentence: str
    principal_arn: str
    action: str
    resource: str
    layers: list[Layer]
    changes: list[Change]
    missing_context_keys: list[str]
    assumptions: list[str]


@account_operation(kind=Kind.READ, service="portal")
def explain_access(call: Call, params: Params) -> Result:
    explained = explain(call, _asked(params))
    request, account = explained.request, explained.account
    return Result(
        decision=account.verdict.outcome.value,
        sentence=sentence_of(request, account.verdict),
        principal_arn=request.principal.arn,
        action=request.action,
        resource=request.resource,
        layers=[layer_of(layer) for layer in account.layers],
        changes=changes_of(explained.changes),
        missing_context_keys=sorted(explained.missing),
        assumptions=list(explained.assumptions),
    )


def _asked(params: Params) -> Asked:
    return Asked(
        principal_arn=params.principal_arn,
        action=params.action,
        key_id=params.key_id,
        resource=params.resource,
        encryption_context=params.encryption_context,
        entries=tuple(params.context_entries or ()),
        via_service=params.via_service or "",
        source_ip=params.source_ip or "",
        time=params.time.moment if params.time else None,
        session_policies=tuple(params.session_policies or ()),
    )
