"""Grants: what one gives to a caller, and what one may hand on.

Source: AWS KMS Developer Guide, "Grants in AWS KMS" and "Creating grants".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from kmsportal.core.arn import root_arn
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.engine.model import Grant, Reach
from kmsportal.iam.engine.question import Question

CREATE_GRANT = "CreateGrant"
RETIRE_GRANT = "RetireGrant"
_WITHOUT_CONTEXT = frozenset({"DescribeKey", RETIRE_GRANT, CREATE_GRANT})


class GrantLookup(Protocol):
    """The grants of one key, found by grantee; a key may have 50,000 of them."""

    def of(self, grantee: str, /) -> Sequence[Grant]: ...


class GrantIndex:
    """The grants of one key in memory, by grantee."""

    __slots__ = ("_by_grantee", "_ids")

    def __init__(self, grants: Iterable[Grant]) -> None:
        by_grantee: dict[str, list[Grant]] = {}
        ids: set[str] = set()
        for grant in grants:
            by_grantee.setdefault(grant.grantee, []).append(grant)
            ids.add(grant.grant_id)
        self._by_grantee, self._ids = by_grantee, frozenset(ids)

    def of(self, grantee: str) -> Sequence[Grant]:
        return self._by_grantee.get(grantee, ())

    def __contains__(self, grant_id: object) -> bool:
        """Tell whether there is a grant of that id."""
        return grant_id in self._ids


def find_grants(
    grants: tuple[Grant, ...] | GrantLookup, question: Question
) -> Iterator[tuple[Reach, Grant]]:
    """Yield the grants that permit what is asked, by how closely they name the caller.

    A tuple is indexed on the spot; hand in an index where there are many.
    """
    if isinstance(grants, tuple):
        grants = GrantIndex(grants)
    operation = question.request.action.rpartition(":")[2]
    for name, reach in names_of(question.principal).items():
        for grant in grants.of(name):
            if operation in grant.operations and _holds_constraints(
                grant, operation, question
            ):
                yield reach, grant


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
    names = names_of(principal)
    return max(names.get(name, Reach.NONE) for name in named)


def is_within(child: Grant, parent: Grant) -> bool:
    """Tell whether ``child`` gives nothing beyond ``parent``, and as strictly."""
    return (
        child.operations <= parent.operations
        and _is_as_strict(child, parent)
        and parent.source_arn in {None, child.source_arn}
    )


def names_of(principal: Principal) -> dict[str, Reach]:
    """Return every name under which a grant may mean ``principal``."""
    if principal.kind is PrincipalKind.SERVICE:
        return {principal.name: Reach.DIRECT}
    names = dict.fromkeys(
        (principal.account_id, root_arn(principal.account_id)), Reach.ACCOUNT
    )
    for role in (principal.role_arn, principal.role_id):
        if role is not None:
            names[role] = Reach.ROLE
    # Last, for the root user's own names are those of its account.
    names[principal.arn] = names[principal.unique_id] = Reach.DIRECT
    return names


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
