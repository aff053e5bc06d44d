"""The answer of a simulation, put together from its decisions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kmsportal.core.call import Call
from kmsportal.iam.engine import CompiledPolicy, Outcome, PolicyLayer
from kmsportal.iam.engine.context_keys import context_keys
from kmsportal.iam.engine.places import position_of, statement_places
from kmsportal.iam.paging import page_of_items
from kmsportal.iam.simulating.evaluation import (
    EVERYTHING,
    Evaluated,
    Setting,
    evaluate,
)
from kmsportal.iam.simulating.shapes import (
    EvaluationResult,
    OrganizationsDecisionDetail,
    PermissionsBoundaryDecisionDetail,
    Position,
    ResourceSpecificResult,
    SimulationResult,
    Statement,
)
from kmsportal.iam.simulating.sources import INPUT, RESOURCE

_SHOWN = (PolicyLayer.IDENTITY, PolicyLayer.RESOURCE)
# The most restrictive first.
_STRICTNESS = (Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY, Outcome.ALLOWED)
_TEMPLATES = {
    ("kms", "key"): "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}",
    ("kms", "alias"): "arn:${Partition}:kms:${Region}:${Account}:alias/${Alias}",
    ("iam", "user"): "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}",
    ("iam", "role"): "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}",
    ("iam", "group"): "arn:${Partition}:iam::${Account}:group/${GroupNameWithPath}",
    ("iam", "policy"): "arn:${Partition}:iam::${Account}:policy/${PolicyNameWithPath}",
}
Types = Mapping[int, str]


def simulate(
    call: Call,
    setting: Setting,
    *,
    actions: Sequence[str],
    resources: Sequence[str] | None,
    types: Types,
) -> SimulationResult:
    """Decide every action on every resource, a page of actions at a time.

    ``types`` says what kind of source each policy has, by ``id()``.
    """
    page = page_of_items(call, actions)
    return SimulationResult(
        evaluation_results=[
            _result(setting, action, list(resources or [EVERYTHING]), types)
            for action in page.items
        ],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )


def _result(
    setting: Setting, action: str, resources: list[str], types: Types
) -> EvaluationResult:
    found = [evaluate(setting, action, resource) for resource in resources]
    outcome = min((one.outcome for one in found), key=_STRICTNESS.index)
    contributing = [one for one in found if one.outcome is outcome]
    is_of_everything = resources == [EVERYTHING]
    return EvaluationResult(
        eval_action_name=action,
        eval_resource_name=EVERYTHING if is_of_everything else _template(resources[0]),
        eval_decision=outcome.value,
        matched_statements=_unique(
            statement for one in contributing for statement in _matched(one, types)
        ),
        missing_context_values=_missing(setting, found),
        organizations_decision_detail=_by_organizations(found),
        permissions_boundary_decision_detail=_by_boundary(found),
        eval_decision_details=None if is_of_everything else _details(found),
        resource_specific_results=(
            None
            if is_of_everything
            else [_specific(setting, one, types) for one in found]
        ),
    )


def _specific(setting: Setting, one: Evaluated, types: Types) -> ResourceSpecificResult:
    return ResourceSpecificResult(
        eval_resource_name=one.resource,
        eval_resource_decision=one.outcome.value,
        matched_statements=_unique(_matched(one, types)),
        missing_context_values=_missing(setting, [one]),
        eval_decision_details=one.summary() if one.is_cross_account else None,
        permissions_boundary_decision_detail=_by_boundary([one]),
    )


def _template(resource: str) -> str:
    """Return the template of the resource's type; ``*`` where none is known."""
    parts = resource.split(":", 5)
    if len(parts) <= 5:  # noqa: PLR2004 - an ARN has six parts
        return EVERYTHING
    return _TEMPLATES.get((parts[2], parts[5].partition("/")[0]), EVERYTHING)


def _details(found: Sequence[Evaluated]) -> dict[str, str]:
    """Return the most restrictive decision of each kind of policy."""
    details: dict[str, str] = {}
    order = [outcome.value for outcome in _STRICTNESS]
    for one in found:
        for name, decision in one.summary().items() if one.is_cross_account else ():
            details[name] = min(details.get(name, decision), decision, key=order.index)
    return details


def _by_organizations(
    found: Sequence[Evaluated],
) -> OrganizationsDecisionDetail | None:
    said = [one.is_let_through(PolicyLayer.SERVICE_CONTROL) for one in found]
    if None in said:
        return None
    return OrganizationsDecisionDetail(allowed_by_organizations=all(said))


def _by_boundary(
    found: Sequence[Evaluated],
) -> PermissionsBoundaryDecisionDetail | None:
    said = [one.is_let_through(PolicyLayer.BOUNDARY) for one in found]
    if None in said:
        return None
    return PermissionsBoundaryDecisionDetail(allowed_by_permissions_boundary=all(said))


def _matched(one: Evaluated, types: Types) -> Iterator[Statement]:
    """Yield the statements of identity and resource policies that decided."""
    if one.outcome is Outcome.IMPLICIT_DENY:
        return
    is_allowed = one.outcome is Outcome.ALLOWED
    for layer in one.account.layers:
        for match in layer.matches if layer.layer in _SHOWN else ():
            policy, number = match.policy, match.statement
            if match.is_allow is is_allowed and policy and number is not None:
                yield _statement(policy, number, types)


def _statement(policy: CompiledPolicy, number: int, types: Types) -> Statement:
    """Name a statement by its place; AWS counts from behind its opening brace."""
    place = statement_places(policy.text)[number]
    start = position_of(policy.text, place.start + 1)
    end = position_of(policy.text, place.end)
    is_resource = policy.source.layer is PolicyLayer.RESOURCE
    return Statement(
        source_policy_id=policy.source.name,
        source_policy_type=RESOURCE if is_resource else types.get(id(policy), INPUT),
        start_position=Position(line=start.line, column=start.column),
        end_position=Position(line=end.line, column=end.column),
    )


def _missing(setting: Setting, found: Iterable[Evaluated]) -> list[str]:
    """Return the keys without a value, spelled as the policies spell them."""
    missing = frozenset().union(*(one.missing for one in found))
    policies = [*setting.caller.identity]
    policies += [setting.resource.policy] if setting.resource.policy else []
    names = (name for policy in policies for name in context_keys(policy.text))
    spelled = {name.lower(): name for name in names if name.lower() in missing}
    return list(spelled.values())


def _unique(statements: Iterable[Statement]) -> list[Statement]:
    found: list[Statement] = []
    for statement in statements:
        if statement not in found:
            found.append(statement)
    return found
