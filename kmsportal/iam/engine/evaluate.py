"""The decision: every policy that bears on a call, weighed as AWS weighs them.

Source: IAM User Guide, "Policy evaluation logic"; AWS KMS Developer Guide, "Key access
and permissions" and "Allowing users in other accounts to use a KMS key".
"""

from collections.abc import Iterable, Sequence

from kmsportal.core.principal import PrincipalKind
from kmsportal.iam.engine.grants import find_grants
from kmsportal.iam.engine.model import (
    Grant,
    Outcome,
    PolicyLayer,
    PolicySource,
    Reach,
    Request,
    Verdict,
)
from kmsportal.iam.engine.policy import NOTHING, CompiledPolicy, Finding
from kmsportal.iam.engine.question import Question
from kmsportal.iam.engine.sides import CallerPolicies, ResourcePolicies
from kmsportal.iam.engine.statements import Statement

RETIRE_GRANT = "kms:retiregrant"


def decide(
    request: Request, caller: CallerPolicies, resource: ResourcePolicies
) -> Verdict:
    """Decide whether ``request`` is allowed, and say what decided it."""
    return _Decision(request, caller, resource).verdict()


class _Decision:
    """One question and the policies it is put to."""

    __slots__ = ("_caller", "_question", "_request", "_resource")

    def __init__(
        self, request: Request, caller: CallerPolicies, resource: ResourcePolicies
    ) -> None:
        self._request, self._caller, self._resource = request, caller, resource
        self._question = Question(request, has_boundary=caller.boundary is not None)

    def verdict(self) -> Verdict:
        verdict = self._denied() or self._uncontrolled() or self._weighed()
        if verdict.is_allowed or not self._question.is_foreign:
            return verdict
        return verdict if self._is_opened() else _concealed(verdict)

    def _denied(self) -> Verdict | None:
        """Look for a Deny that applies, wherever it stands."""
        for policy in self._policies():
            statement = policy.find_deny(self._question)
            if statement is not None:
                return _found(Outcome.EXPLICIT_DENY, policy.source, statement)
        return None

    def _policies(self) -> Iterable[CompiledPolicy]:
        for levels in (self._resource.resource_control, self._caller.service_control):
            for level in levels:
                yield from level
        if self._resource.policy is not None:
            yield self._resource.policy
        yield from self._caller.identity
        if self._caller.boundary is not None:
            yield self._caller.boundary
        yield from self._caller.session or ()

    def _uncontrolled(self) -> Verdict | None:
        """Look for a control level that does not let the request through."""
        for layer, levels in (
            (PolicyLayer.RESOURCE_CONTROL, self._resource.resource_control),
            (PolicyLayer.SERVICE_CONTROL, self._caller.service_control),
        ):
            if not all(self._is_allowed_by(level) for level in levels):
                return _refused(layer)
        return None

    def _weighed(self) -> Verdict:
        """Weigh the allows, once nothing denies and every control level agrees."""
        if self._question.is_foreign and not self._request.is_cross_account_allowed:
            return _refused(PolicyLayer.RESOURCE)
        if not self._request.is_resource_guarded:
            return self._by_identity()
        verdict = self._by_resource_policy()
        return verdict if verdict.is_allowed else self._by_grant() or verdict

    def _by_resource_policy(self) -> Verdict:
        reach, statement = self._opening()
        policy = self._resource.policy
        if policy is None:
            return _refused(PolicyLayer.RESOURCE)
        if statement is None:
            return _refused(policy.source.layer)
        if self._question.is_foreign or reach is Reach.ACCOUNT:
            return self._by_identity()
        limit = self._limit() if reach is Reach.ROLE else None
        if limit is not None:
            return _refused(limit)
        return _found(Outcome.ALLOWED, policy.source, statement)

    def _opening(self) -> Finding:
        """Return the closest allow of the resource policy.

        An Allow of RetireGrant in a key policy has no effect: the grant itself says
        who may retire it.
        """
        policy = self._resource.policy
        if policy is None or self._question.action == RETIRE_GRANT:
            return NOTHING
        return policy.find_allow(self._question)

    def _by_identity(self) -> Verdict:
        """Ask the caller's own policies, and those that limit them.

        A root user has no policies: it may do whatever its account may.
        """
        if self._question.principal.kind is PrincipalKind.ROOT:
            return Verdict(Outcome.ALLOWED, PolicyLayer.IDENTITY)
        found = self._first_allow(self._caller.identity)
        if found is None:
            return _refused(PolicyLayer.IDENTITY)
        limit = self._limit()
        return found if limit is None else _refused(limit)

    def _limit(self) -> PolicyLayer | None:
        """Return the layer that keeps the caller's own rights from this request."""
        boundary, session = self._caller.boundary, self._caller.session
        if boundary is not None and not self._is_allowed_by((boundary,)):
            return PolicyLayer.BOUNDARY
        if session is None:
            # Without a session policy such a session has no rights of its own.
            is_bare = self._question.principal.kind is PrincipalKind.FEDERATED_USER
            return PolicyLayer.SESSION if is_bare else None
        return None if self._is_allowed_by(session) else PolicyLayer.SESSION

    def _by_grant(self) -> Verdict | None:
        for reach, grant in find_grants(self._resource.grants, self._question):
            if self._suffices(grant, reach):
                source = PolicySource(PolicyLayer.GRANT, grant.grant_id)
                return Verdict(
                    Outcome.ALLOWED,
                    PolicyLayer.GRANT,
                    source,
                    grant_id=grant.grant_id,
                )
        return None

    def _suffices(self, grant: Grant, reach: Reach) -> bool:
        """Tell whether the grant allows, alone or with the caller's policies.

        A foreign caller needs trust from its own account as well: a grant that this
        account issued, or an identity policy.
        """
        is_own = grant.issuing_account == self._question.principal.account_id
        is_trusted = is_own or not self._question.is_foreign
        is_enough = is_trusted and reach is not Reach.ACCOUNT
        return is_enough or self._by_identity().is_allowed

    def _is_opened(self) -> bool:
        """Tell whether the resource's side lets this foreign caller in."""
        if not (
            self._request.is_resource_guarded and self._request.is_cross_account_allowed
        ):
            return False
        policy, levels = self._resource.policy, self._resource.resource_control
        guards = [p for level in levels for p in level]
        guards += [policy] if policy is not None else []
        if any(guard.find_deny(self._question) for guard in guards):
            return False
        if not all(self._is_allowed_by(level) for level in levels):
            return False
        is_granted = any(find_grants(self._resource.grants, self._question))
        return is_granted or self._opening() is not NOTHING

    def _is_allowed_by(self, policies: Sequence[CompiledPolicy]) -> bool:
        return self._first_allow(policies) is not None

    def _first_allow(self, policies: Sequence[CompiledPolicy]) -> Verdict | None:
        for policy in policies:
            statement = policy.find_allow(self._question)[1]
            if statement is not None:
                return _found(Outcome.ALLOWED, policy.source, statement)
        return None


def _found(outcome: Outcome, source: PolicySource, statement: Statement) -> Verdict:
    return Verdict(outcome, source.layer, source, statement.index, statement.sid)


def _refused(layer: PolicyLayer) -> Verdict:
    return Verdict(Outcome.IMPLICIT_DENY, layer)


def _concealed(verdict: Verdict) -> Verdict:
    return Verdict(
        verdict.outcome,
        verdict.layer,
        verdict.policy,
        verdict.statement,
        verdict.sid,
        is_concealed=True,
    )
