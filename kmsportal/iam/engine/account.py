"""The full account of a decision: what every policy that bears on it had to say.

``decide`` stops at what settles the matter; this looks at everything, to be shown.
Source: IAM User Guide, "Policy evaluation logic".
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

import msgspec

from kmsportal.core.principal import PrincipalKind
from kmsportal.iam.engine.evaluate import RETIRE_GRANT, decide
from kmsportal.iam.engine.grants import find_grants
from kmsportal.iam.engine.model import (
    Outcome,
    PolicyLayer,
    PolicySource,
    Reach,
    Request,
    Verdict,
)
from kmsportal.iam.engine.policy import CompiledPolicy
from kmsportal.iam.engine.question import Question
from kmsportal.iam.engine.sides import CallerPolicies, ResourcePolicies

Levels = Sequence[Sequence[CompiledPolicy]]


class Contribution(Enum):
    """What one layer says to a request.

    ``ALLOWS_WITHIN_LIMITS`` is an allow for the role of a session, which a boundary or
    session policy still limits. ``DELEGATES`` leaves it to the caller's own policies.
    """

    DENIES = "denies"
    ALLOWS = "allows"
    ALLOWS_WITHIN_LIMITS = "allowsWithinLimits"
    DELEGATES = "delegates"
    SILENT = "doesNotAllow"
    ABSENT = "absent"


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A statement or grant that speaks to the request.

    ``policy`` is None for a grant; ``statement`` counts from 0.
    """

    source: PolicySource
    is_allow: bool
    reach: Reach
    policy: CompiledPolicy | None = None
    statement: int | None = None
    sid: str | None = None
    is_deciding: bool = False


class LayerAccount(msgspec.Struct, frozen=True, kw_only=True):
    """One layer's part; ``policies`` are all of it, whether they match or not.

    Levels of control policies are layers of their own, counted by ``level`` from 0,
    the root of the organisation.
    """

    layer: PolicyLayer
    contribution: Contribution
    level: int = 0
    policies: tuple[CompiledPolicy, ...] = ()
    matches: tuple[Match, ...] = ()
    is_deciding: bool = False

    @property
    def is_present(self) -> bool:
        return self.contribution is not Contribution.ABSENT


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict and every layer's part in it."""

    verdict: Verdict
    layers: tuple[LayerAccount, ...]


def account_for(
    request: Request, caller: CallerPolicies, resource: ResourcePolicies
) -> Account:
    """Decide ``request`` and tell what every layer says, the deciding one marked."""
    verdict = decide(request, caller, resource)
    question = Question(request, has_boundary=caller.boundary is not None)
    layers = _layers(question, caller, resource)
    return Account(verdict=verdict, layers=tuple(_marked(layers, verdict)))


def _layers(
    question: Question, caller: CallerPolicies, resource: ResourcePolicies
) -> Iterator[LayerAccount]:
    yield from _levels(
        PolicyLayer.RESOURCE_CONTROL, resource.resource_control, question
    )
    yield from _levels(PolicyLayer.SERVICE_CONTROL, caller.service_control, question)
    if question.request.is_resource_guarded:
        yield _resource_layer(resource, question)
        yield _grants_layer(resource, question)
    yield _identity_layer(caller, question)
    boundary = (caller.boundary,) if caller.boundary is not None else None
    yield _limit(PolicyLayer.BOUNDARY, boundary, question)
    yield _limit(PolicyLayer.SESSION, caller.session, question)


def _levels(
    layer: PolicyLayer, levels: Levels, question: Question
) -> Iterator[LayerAccount]:
    if not levels:
        yield LayerAccount(layer=layer, contribution=Contribution.ABSENT)
    for number, policies in enumerate(levels):
        yield _plain(layer, policies, question, level=number)


def _plain(
    layer: PolicyLayer,
    policies: Sequence[CompiledPolicy],
    question: Question,
    *,
    level: int = 0,
) -> LayerAccount:
    matches = tuple(_matches(policies, question))
    contribution = Contribution.SILENT
    if any(match.is_allow for match in matches):
        contribution = Contribution.ALLOWS
    return LayerAccount(
        layer=layer,
        level=level,
        contribution=_unless_denied(contribution, matches),
        policies=tuple(policies),
        matches=matches,
    )


def _limit(
    layer: PolicyLayer, policies: Sequence[CompiledPolicy] | None, question: Question
) -> LayerAccount:
    """Account for a boundary or session policies; both only ever limit."""
    if policies is not None:
        return _plain(layer, policies, question)
    is_federated = question.principal.kind is PrincipalKind.FEDERATED_USER
    # Without a session policy such a session has no rights of its own.
    is_bare = layer is PolicyLayer.SESSION and is_federated
    absent = Contribution.SILENT if is_bare else Contribution.ABSENT
    return LayerAccount(layer=layer, contribution=absent)


def _identity_layer(caller: CallerPolicies, question: Question) -> LayerAccount:
    account = _plain(PolicyLayer.IDENTITY, caller.identity, question)
    if account.contribution is not Contribution.SILENT:
        return account
    if question.principal.kind is PrincipalKind.ROOT:
        # A root user has no policies: it may do whatever its account may.
        return msgspec.structs.replace(account, contribution=Contribution.ALLOWS)
    if not caller.identity:
        return msgspec.structs.replace(account, contribution=Contribution.ABSENT)
    return account


def _resource_layer(resource: ResourcePolicies, question: Question) -> LayerAccount:
    layer = PolicyLayer.RESOURCE
    if resource.policy is None:
        return LayerAccount(layer=layer, contribution=Contribution.ABSENT)
    matches = tuple(_matches((resource.policy,), question))
    reach = max((m.reach for m in matches if m.is_allow), default=Reach.NONE)
    return LayerAccount(
        layer=layer,
        contribution=_unless_denied(_opening(question, reach), matches),
        policies=(resource.policy,),
        matches=matches,
    )


def _opening(question: Question, reach: Reach) -> Contribution:
    is_closed = question.is_foreign and not question.request.is_cross_account_allowed
    if not reach or is_closed or question.action == RETIRE_GRANT:
        return Contribution.SILENT
    if question.is_foreign:
        return Contribution.DELEGATES
    return _OPENINGS[reach]


_OPENINGS = {
    Reach.ACCOUNT: Contribution.DELEGATES,
    Reach.ROLE: Contribution.ALLOWS_WITHIN_LIMITS,
    Reach.DIRECT: Contribution.ALLOWS,
}


def _grants_layer(resource: ResourcePolicies, question: Question) -> LayerAccount:
    layer = PolicyLayer.GRANT
    found = list(find_grants(resource.grants, question))
    is_closed = question.is_foreign and not question.request.is_cross_account_allowed
    if not found or is_closed:
        return LayerAccount(layer=layer, contribution=Contribution.ABSENT)
    own = question.principal.account_id
    is_enough = any(
        reach is not Reach.ACCOUNT
        and (not question.is_foreign or grant.issuing_account == own)
        for reach, grant in found
    )
    return LayerAccount(
        layer=layer,
        contribution=Contribution.ALLOWS if is_enough else Contribution.DELEGATES,
        matches=tuple(
            Match(
                source=PolicySource(layer, grant.grant_id), is_allow=True, reach=reach
            )
            for reach, grant in found
        ),
    )


def _matches(policies: Iterable[CompiledPolicy], question: Question) -> Iterator[Match]:
    for policy in policies:
        for reach, statement in policy.find_all(question):
            yield Match(
                source=policy.source,
                policy=policy,
                statement=statement.index,
                sid=statement.sid,
                is_allow=statement.is_allow,
                reach=reach,
            )


def _unless_denied(
    contribution: Contribution, matches: Iterable[Match]
) -> Contribution:
    is_denied = not all(match.is_allow for match in matches)
    return Contribution.DENIES if is_denied else contribution


def _marked(layers: Iterable[LayerAccount], verdict: Verdict) -> Iterator[LayerAccount]:
    """Mark the one layer, and the one match in it, that decided."""
    is_found = False
    for layer in layers:
        if is_found or not _decides(layer, verdict):
            yield layer
            continue
        is_found = True
        yield msgspec.structs.replace(
            layer, is_deciding=True, matches=tuple(_marked_matches(layer, verdict))
        )


def _decides(layer: LayerAccount, verdict: Verdict) -> bool:
    if layer.layer is not verdict.layer:
        return False
    if verdict.outcome is Outcome.IMPLICIT_DENY:
        return layer.contribution is not Contribution.ALLOWS
    if verdict.policy is None:
        return True
    return any(_is_decisive(match, verdict) for match in layer.matches)


def _marked_matches(layer: LayerAccount, verdict: Verdict) -> Iterator[Match]:
    is_found = False
    for match in layer.matches:
        is_it = not is_found and _is_decisive(match, verdict)
        is_found = is_found or is_it
        yield msgspec.structs.replace(match, is_deciding=True) if is_it else match


def _is_decisive(match: Match, verdict: Verdict) -> bool:
    if verdict.outcome is Outcome.IMPLICIT_DENY:
        return False
    return (match.source, match.statement) == (verdict.policy, verdict.statement)
