"""Whom a ``Principal`` or ``NotPrincipal`` element names.

Source: IAM User Guide, "AWS JSON policy elements: Principal" and "… NotPrincipal".
"""

import re
from collections.abc import Mapping, Sequence

import msgspec

from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.engine.model import PolicyError, Reach

EVERYONE = "*"
# Looking a member up in its class costs more than the test: this is the hot path.
_NONE, _ACCOUNT, _ROLE, _DIRECT = Reach.NONE, Reach.ACCOUNT, Reach.ROLE, Reach.DIRECT
_PLAIN = (PrincipalKind.USER, PrincipalKind.ASSUMED_ROLE)
_ACCOUNT_ARN = re.compile(r"arn:[a-z0-9-]+:iam::([0-9]{12}):root")
_ACCOUNT_ID = re.compile(r"[0-9]{12}")
_NAMED = re.compile(
    r"arn:[a-z0-9-]+:(?:iam::[0-9]{12}:(?:user|role)/[^*?]+"
    r"|sts::[0-9]{12}:(?:assumed-role/[^*?/]+/[^*?/]+|federated-user/[^*?/]+))"
)
_UNIQUE_ID = re.compile(r"A(?:IDA|ROA)[A-Z0-9]{12,}(?::[^*?:]+)?")


class NamedPrincipal(msgspec.Struct, frozen=True):
    """One entry of the element: its type (``AWS``, ``Service``, …) and its value."""

    type: str
    value: str


def account_of(text: str) -> str | None:
    """Return the id of an account named by id or ARN; None for anything else."""
    if _ACCOUNT_ID.fullmatch(text):
        return text
    found = _ACCOUNT_ARN.fullmatch(text)
    return found.group(1) if found else None


class PrincipalSet:
    """The principals of one statement, compiled."""

    __slots__ = ("_accounts", "_federated", "_is_everyone", "_names", "_services")

    def __init__(self, named: Sequence[NamedPrincipal]) -> None:
        by_type: dict[str, set[str]] = {}
        for principal in named:
            _refuse_unknown(principal)
            by_type.setdefault(principal.type, set()).add(principal.value)
        aws = by_type.get("AWS", set())
        accounts = {text: account_of(text) for text in aws}
        self._is_everyone = EVERYONE in aws
        self._accounts = frozenset(id_ for id_ in accounts.values() if id_)
        self._names = frozenset(text for text, id_ in accounts.items() if not id_)
        self._services = frozenset(by_type.get("Service", ()))
        self._federated = frozenset(by_type.get("Federated", ()))

    def reach(self, principal: Principal) -> Reach:
        """Return how closely the set names ``principal``."""
        if self._is_everyone or self._names_directly(principal):
            return _DIRECT
        names = self._names
        if names and (principal.role_arn in names or principal.role_id in names):
            return _ROLE
        return _ACCOUNT if principal.account_id in self._accounts else _NONE

    def exempts(self, principal: Principal) -> bool:
        """Tell whether a Deny with ``NotPrincipal`` leaves ``principal`` alone.

        Account, role and caller are each tested, so each must be listed.
        """
        if self._is_everyone:
            return True
        if principal.kind is PrincipalKind.SERVICE:
            return principal.name in self._services
        role = {principal.role_arn, principal.role_id}
        return (
            principal.account_id in self._accounts
            and self._names_directly(principal)
            and (role == {None} or not role.isdisjoint(self._names))
        )

    def _names_directly(self, principal: Principal) -> bool:
        names = self._names
        if names and (principal.arn in names or principal.unique_id in names):
            return True
        kind = principal.kind
        if kind in _PLAIN:
            return False
        if kind is PrincipalKind.ROOT:
            return principal.account_id in self._accounts
        if kind is PrincipalKind.SERVICE:
            return principal.name in self._services
        return kind is PrincipalKind.FEDERATED_USER and principal.arn in self._federated


def named_principals(
    element: str | Mapping[str, Sequence[str]],
) -> tuple[NamedPrincipal, ...]:
    """Flatten a ``Principal`` element; ``"*"`` means ``{"AWS": "*"}``."""
    if isinstance(element, str):
        return (NamedPrincipal("AWS", element),)
    return tuple(
        NamedPrincipal(type_, value)
        for type_, values in element.items()
        for value in values
    )


def _refuse_unknown(principal: NamedPrincipal) -> None:
    is_known = principal.type in {"Service", "Federated", "CanonicalUser"}
    if not is_known and not (principal.type == "AWS" and _is_aws(principal.value)):
        raise PolicyError(
            "Policy contains a statement with one or more invalid principals."
        )


def _is_aws(value: str) -> bool:
    patterns = (_ACCOUNT_ID, _ACCOUNT_ARN, _NAMED, _UNIQUE_ID)
    return value == EVERYONE or any(pattern.fullmatch(value) for pattern in patterns)
