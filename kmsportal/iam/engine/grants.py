"""Grants: what one gives to a caller, and what one may hand on.

Source: AWS KMS Developer Guide, "Grants in AWS KMS" and "Creating grants".
"""

from collections.abc import Iterable, Mapping

from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.engine.model import Grant, Reach
from kmsportal.iam.engine.principals import account_of
from kmsportal.iam.engine.question import Question

CREATE_GRANT = "CreateGrant"
RETIRE_GRANT = "RetireGrant"
_WITHOUT_CONTEXT = frozenset({"DescribeKey", RETIRE_GRANT, CREATE_GRANT})


def find_grants(grants: Iterable[Grant], question: Question) -> list[Grant]:
    """Return the grants that permit what is asked, leaving aside whose they are."""
    operation = question.request.action.rpartition(":")[2]
    return [
        grant
        for grant in grants
        if operation in grant.operations
        and _holds_constraints(grant, operation, question)
    ]


def reach_of_grantee(grant: Grant, principal: Principal) -> Reach:
    """Return how closely the grant names ``principal`` as its grantee."""
    return _reach(grant.grantee, principal)


def reach_of_retirer(grant: Grant, principal: Principal) -> Reach:
    """Return how closely ``principal`` is named as one who may retire the grant.

    That is its retiring principal, its grantee when it lists RetireGrant, and the
    account that issued it.
    """
    named = [grant.issuing_account]
    if grant.retiring_principal is not None:
        named.append(grant.retiring_principal)
    if RETIRE_GRANT in grant.operations:
        named.append(grant.grantee)
    return max(_reach(name, principal) for name in named)


def is_within(child: Grant, parent: Grant) -> bool:
    """Tell whether ``child`` gives nothing beyond ``parent``, and as strictly."""
    return (
        child.operations <= parent.operations
        and _is_as_strict(child, parent)
        and parent.source_arn in {None, child.source_arn}
    )


def _reach(named: str, principal: Principal) -> Reach:
    if principal.kind is PrincipalKind.SERVICE:
        return Reach.DIRECT if named == principal.name else Reach.NONE
    if named in {principal.arn, principal.unique_id}:
        return Reach.DIRECT
    if named in {principal.role_arn, principal.role_id}:
        return Reach.ROLE
    if account_of(named) != principal.account_id:
        return Reach.NONE
    is_root = principal.kind is PrincipalKind.ROOT
    return Reach.DIRECT if is_root else Reach.ACCOUNT


def _holds_constraints(grant: Grant, operation: str, question: Question) -> bool:
    if operation == RETIRE_GRANT:
        return True
    if operation == CREATE_GRANT and not _may_hand_on(grant, question):
        return False
    is_source_right = (
        grant.source_arn is None
        or question.context.get("aws:sourcearn") == grant.source_arn
    )
    return is_source_right and (
        operation in _WITHOUT_CONTEXT or _holds_context(grant, question)
    )


def _may_hand_on(grant: Grant, question: Question) -> bool:
    child = question.request.new_grant
    return child is not None and is_within(child, grant)


def _holds_context(grant: Grant, question: Question) -> bool:
    """Compare pairs exactly: the Developer Guide's rule, the stricter of AWS's two."""
    pairs = question.request.encryption_context or {}
    equals, subset = grant.encryption_context_equals, grant.encryption_context_subset
    return (equals is None or dict(equals) == dict(pairs)) and (
        subset is None or _is_subset(subset, pairs)
    )


def _is_as_strict(child: Grant, parent: Grant) -> bool:
    equals, subset = (
        parent.encryption_context_equals,
        parent.encryption_context_subset,
    )
    if equals is not None and child.encryption_context_equals != equals:
        return False
    pairs = child.encryption_context_equals or child.encryption_context_subset or {}
    return subset is None or _is_subset(subset, pairs)


def _is_subset(smaller: Mapping[str, str], larger: Mapping[str, str]) -> bool:
    return smaller.items() <= larger.items()
