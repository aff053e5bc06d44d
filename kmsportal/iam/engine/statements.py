"""One statement of a policy, compiled to tell whether it speaks to a question."""

import re
from collections.abc import Sequence

from kmsportal.iam.engine.conditions import compile_conditions
from kmsportal.iam.engine.document import Statement as Written
from kmsportal.iam.engine.document import Texts, listed, principals_of
from kmsportal.iam.engine.model import PolicyError, PolicyLayer, PolicySource, Reach
from kmsportal.iam.engine.patterns import compile_any, tokenize
from kmsportal.iam.engine.principals import (
    NamedPrincipal,
    PrincipalSet,
    named_principals,
)
from kmsportal.iam.engine.question import Question
from kmsportal.iam.engine.variables import compile_test, parse_pieces

_ANYTHING = "*"
_NONE, _DIRECT = Reach.NONE, Reach.DIRECT
_ACTION = re.compile(r"\*|(?:\*|[A-Za-z0-9-]+):[A-Za-z0-9_*?]+")


class Actions:
    """The ``Action`` or ``NotAction`` of a statement; letter case is irrelevant."""

    __slots__ = ("_is_negated", "_matches", "exact", "is_exact", "is_listing")

    def __init__(self, texts: Sequence[str], *, is_negated: bool) -> None:
        lowered = [_action(text) for text in texts]
        self._is_negated = is_negated
        self.is_listing = bool(lowered) and not is_negated
        self._matches = compile_any(tokenize(text) for text in lowered)
        self.exact = frozenset(a for a in lowered if not _has_wildcard(a))
        # Whether ``exact`` lists every action that is covered.
        self.is_exact = not is_negated and len(self.exact) == len(set(lowered))

    def covers(self, action: str) -> bool:
        """Tell whether ``action``, in lower case, is among them."""
        return self._matches(action) is not self._is_negated


class Resources:
    """The ``Resource`` or ``NotResource`` of a statement."""

    __slots__ = ("_is_all", "_is_negated", "_test")

    def __init__(
        self, texts: Sequence[str], *, is_negated: bool, has_variables: bool
    ) -> None:
        self._is_negated = is_negated
        self._is_all = _ANYTHING in texts
        self._test = compile_test(
            parse_pieces(text, has_wildcards=True, has_variables=has_variables)
            for text in texts
        )

    def cover(self, question: Question) -> bool:
        if self._is_all:
            return not self._is_negated
        return self._is_listed(question) is not self._is_negated

    def _is_listed(self, question: Question) -> bool:
        for name in question.resource_names:
            if self._test(name, question.context):
                return True
        return False


class Statement:
    """A compiled statement; ``index`` counts from 0 within its policy."""

    __slots__ = (
        "_conditions",
        "_is_principal_negated",
        "_principals",
        "_resources",
        "actions",
        "index",
        "is_allow",
        "named",
        "sid",
    )

    def __init__(
        self, written: Written, index: int, source: PolicySource, *, has_variables: bool
    ) -> None:
        self.index, self.sid = index, written.sid
        self.is_allow = written.effect == "Allow"
        self.actions = _actions(written)
        self._resources = _resources(written, source, has_variables=has_variables)
        self.named = _named(written)
        self._principals = None if self.named is None else PrincipalSet(self.named)
        self._is_principal_negated = written.not_principal is not None
        self._conditions = compile_conditions(
            written.condition, layer=source.layer, has_variables=has_variables
        )

    def reach(self, question: Question) -> Reach:
        """Return how closely the statement speaks to the question; NONE if not.

        That it covers the action is found before, by the policy's index.
        """
        principals = self._principals
        if principals is None:
            reach = _DIRECT
        elif self._is_principal_negated:
            reach = self._reach_of_others(question, principals)
        else:
            reach = principals.reach(question.principal)
        if reach is _NONE or not self._resources.cover(question):
            return _NONE
        for condition in self._conditions:
            if not condition(question.context):
                return _NONE
        return reach

    def _reach_of_others(self, question: Question, left_out: PrincipalSet) -> Reach:
        """Return the reach of ``NotPrincipal``: everyone who is not left out."""
        principal = question.principal
        if self.is_allow:
            is_left_out = left_out.reach(principal) is not Reach.NONE
        else:
            is_left_out = not question.has_boundary and left_out.exempts(principal)
        return Reach.NONE if is_left_out else Reach.DIRECT


def _actions(written: Written) -> Actions:
    _refuse_both(written.action, written.not_action)
    if written.not_action is not None:
        return Actions(_some(written.not_action), is_negated=True)
    texts = [] if written.action is None else listed(written.action)
    return Actions(texts, is_negated=False)


def _resources(
    written: Written, source: PolicySource, *, has_variables: bool
) -> Resources:
    _refuse_both(written.resource, written.not_resource)
    if source.layer is PolicyLayer.TRUST:
        # A trust policy is about the role that carries it, and names no resource.
        return Resources([_ANYTHING], is_negated=False, has_variables=False)
    if written.not_resource is not None:
        texts, is_negated = _some(written.not_resource), True
    else:
        texts = [] if written.resource is None else listed(written.resource)
        is_negated = False
    return Resources(texts, is_negated=is_negated, has_variables=has_variables)


def _named(written: Written) -> tuple[NamedPrincipal, ...] | None:
    _refuse_both(written.principal, written.not_principal)
    element = written.not_principal if written.principal is None else written.principal
    if element is None:
        return None
    named = named_principals(principals_of(element))
    if not named:
        raise PolicyError("Missing required field Principal.")
    return named


def _refuse_both(plain: object, negated: object) -> None:
    if plain is not None and negated is not None:
        raise PolicyError("Syntax errors in policy. An element is given with its Not.")


def _some(texts: Texts) -> list[str]:
    """Refuse an empty ``Not…`` list, which would cover everything."""
    if not texts:
        raise PolicyError("Syntax errors in policy. An element lists nothing.")
    return listed(texts)


def _action(text: str) -> str:
    if not _ACTION.fullmatch(text):
        raise PolicyError(
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        )
    return text.lower()


def _has_wildcard(text: str) -> bool:
    return "*" in text or "?" in text
