"""The smallest change of policies that would allow what is refused.

Every change is proved: the request is decided again with it, and only a row of changes
that ends in an allow is proposed.
"""

from collections.abc import Iterator, Sequence

import msgspec

from kmsportal.iam.engine.edits import (
    Edit,
    EditKind,
    add_action,
    add_statement,
    delegate,
    except_principal,
    remove_statement,
)
from kmsportal.iam.engine.evaluate import decide
from kmsportal.iam.engine.model import (
    Outcome,
    PolicyError,
    PolicyLayer,
    PolicySource,
    Reach,
    Request,
    Verdict,
)
from kmsportal.iam.engine.policy import CompiledPolicy
from kmsportal.iam.engine.question import Question
from kmsportal.iam.engine.sides import CallerPolicies, ResourcePolicies

_MOST_STEPS = 32
NEW_POLICY = "new policy"
"""The name of a policy that is proposed and not there yet."""
_ON_CALLERS_SIDE = frozenset({
    PolicyLayer.IDENTITY,
    PolicyLayer.BOUNDARY,
    PolicyLayer.SESSION,
})  # fmt: skip


class Sides(msgspec.Struct, frozen=True):
    """The policies of both sides, as far as the changes have got."""

    caller: CallerPolicies
    resource: ResourcePolicies


def find_remedy(
    request: Request, caller: CallerPolicies, resource: ResourcePolicies
) -> tuple[Edit, ...]:
    """Return the changes, in order, that allow ``request``; none where none can.

    An operation that is closed to other accounts stays closed whatever policies say.
    """
    steps: list[Edit] = []
    sides = Sides(caller, resource)
    for _ in range(_MOST_STEPS):
        verdict = decide(request, sides.caller, sides.resource)
        if verdict.is_allowed:
            return tuple(steps)
        found = _next_step(request, sides, verdict)
        if found is None:
            return ()
        edit, sides = found
        steps.append(edit)
    return ()


def _next_step(
    request: Request, sides: Sides, verdict: Verdict
) -> tuple[Edit, Sides] | None:
    """Return the change that allows at once, or the first that leads on."""
    onward: tuple[Edit, Sides] | None = None
    try:
        for edit in _edits(request, sides, verdict):
            changed = _applied(edit, sides)
            after = decide(request, changed.caller, changed.resource)
            if after.is_allowed:
                return edit, changed
            # One Deny fewer is a step, also where the next one takes its number.
            is_fewer = edit.kind is EditKind.REMOVE_STATEMENT
            if onward is None and (is_fewer or _place(after) != _place(verdict)):
                onward = edit, changed
    except PolicyError:
        # What is asked for cannot be written into a policy.
        return None
    return onward


def _place(verdict: Verdict) -> tuple[object, ...]:
    return verdict.outcome, verdict.layer, verdict.policy, verdict.statement


def _edits(request: Request, sides: Sides, verdict: Verdict) -> Iterator[Edit]:
    if verdict.outcome is Outcome.EXPLICIT_DENY:
        yield from _against_deny(request, sides, verdict)
    elif verdict.layer is PolicyLayer.RESOURCE:
        yield from _open_resource(request, sides)
    else:
        yield from _allow_in_layer(request, sides, verdict)


def _against_deny(request: Request, sides: Sides, verdict: Verdict) -> Iterator[Edit]:
    question = _question(request, sides)
    for policy in _policies(sides):
        statement = policy.find_deny(question)
        if statement is None or policy.source != verdict.policy:
            continue
        if policy.source.layer not in _ON_CALLERS_SIDE:
            yield except_principal(policy, statement.index, request)
        yield remove_statement(policy, statement.index, request)


def _open_resource(request: Request, sides: Sides) -> Iterator[Edit]:
    """Open the key policy: by a statement there is, by delegation, by a new one.

    Delegation is small only where an identity policy allows the action already.
    """
    policy = sides.resource.policy
    is_closed = not request.is_cross_account_allowed
    if policy is None or (is_closed and _question(request, sides).is_foreign):
        return
    yield from _extended([policy], request, sides)
    edit = delegate(policy, request)
    changed = _applied(edit, sides)
    if decide(request, changed.caller, changed.resource).is_allowed:
        yield edit
    yield add_statement(policy, policy.source, request)


def _allow_in_layer(request: Request, sides: Sides, verdict: Verdict) -> Iterator[Edit]:
    """Let the layer that is silent allow: a policy of the caller's own may be new."""
    policies = _refusing(request, sides, verdict)
    layer = verdict.layer or PolicyLayer.IDENTITY
    yield from _extended(policies, request, sides)
    if layer is PolicyLayer.IDENTITY and sides.resource.policy is not None:
        # A key policy that delegates may name the caller too.
        yield from _extended([sides.resource.policy], request, sides)
    own = [policy for policy in policies if _is_own(policy)]
    if layer is PolicyLayer.IDENTITY or (layer is PolicyLayer.SESSION and not own):
        yield add_statement(None, PolicySource(layer, NEW_POLICY), request)
    elif own:
        yield add_statement(own[0], own[0].source, request)


def _extended(
    policies: Sequence[CompiledPolicy], request: Request, sides: Sides
) -> Iterator[Edit]:
    """Add the action to a statement that fits in all but the action."""
    question = _question(request, sides)
    for policy in policies:
        for statement in policy.statements if _is_own(policy) else ():
            is_listing = statement.is_allow and statement.actions.is_listing
            if is_listing and statement.reach(question) is not Reach.NONE:
                yield add_action(policy, statement.index, request)


def _is_own(policy: CompiledPolicy) -> bool:
    """Tell whether the account may change the policy: AWS's own it may not."""
    return not (policy.source.arn or "").startswith("arn:aws:iam::aws:")


def _refusing(
    request: Request, sides: Sides, verdict: Verdict
) -> Sequence[CompiledPolicy]:
    """Return the policies of the layer, or of its level, that does not allow."""
    caller, resource = sides.caller, sides.resource
    if verdict.layer is PolicyLayer.BOUNDARY:
        return () if caller.boundary is None else (caller.boundary,)
    if verdict.layer is PolicyLayer.SESSION:
        return caller.session or ()
    if verdict.layer is PolicyLayer.SERVICE_CONTROL:
        return _silent_level(caller.service_control, request, sides)
    if verdict.layer is PolicyLayer.RESOURCE_CONTROL:
        return _silent_level(resource.resource_control, request, sides)
    return caller.identity


def _silent_level(
    levels: Sequence[Sequence[CompiledPolicy]], request: Request, sides: Sides
) -> Sequence[CompiledPolicy]:
    question = _question(request, sides)
    for level in levels:
        if not any(policy.find_allow(question)[1] for policy in level):
            return level
    return ()


def _applied(edit: Edit, sides: Sides) -> Sides:
    """Return the policies with ``edit`` made; a new one joins its layer."""
    caller, resource = sides.caller, sides.resource
    if edit.before is None:
        return Sides(_joined(caller, edit.after), resource)

    def swap(policy: CompiledPolicy) -> CompiledPolicy:
        return edit.after if policy is edit.before else policy

    def swap_all(policies: Sequence[CompiledPolicy]) -> tuple[CompiledPolicy, ...]:
        return tuple(swap(policy) for policy in policies)

    return Sides(
        msgspec.structs.replace(
            caller,
            identity=swap_all(caller.identity),
            boundary=None if caller.boundary is None else swap(caller.boundary),
            session=None if caller.session is None else swap_all(caller.session),
            service_control=tuple(swap_all(level) for level in caller.service_control),
        ),
        msgspec.structs.replace(
            resource,
            policy=None if resource.policy is None else swap(resource.policy),
            resource_control=tuple(
                swap_all(level) for level in resource.resource_control
            ),
        ),
    )


def _joined(caller: CallerPolicies, policy: CompiledPolicy) -> CallerPolicies:
    if policy.source.layer is PolicyLayer.SESSION:
        session = (*(caller.session or ()), policy)
        return msgspec.structs.replace(caller, session=session)
    return msgspec.structs.replace(caller, identity=(*caller.identity, policy))


def _policies(sides: Sides) -> Iterator[CompiledPolicy]:
    caller, resource = sides.caller, sides.resource
    for levels in (resource.resource_control, caller.service_control):
        for level in levels:
            yield from level
    if resource.policy is not None:
        yield resource.policy
    yield from caller.identity
    if caller.boundary is not None:
        yield caller.boundary
    yield from caller.session or ()


def _question(request: Request, sides: Sides) -> Question:
    return Question(request, has_boundary=sides.caller.boundary is not None)
