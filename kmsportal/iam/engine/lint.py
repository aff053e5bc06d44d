"""What a linter says of a policy that may be written, and yet is hardly what was meant.

Nothing here refuses: each warning names its statement, the element and the reason.
"""

from collections.abc import Iterator, Mapping
from enum import Enum

import msgspec

from kmsportal.iam.engine.document import Document, Statement, listed, principals_of
from kmsportal.iam.engine.patterns import compile_any, tokenize


class PolicyType(Enum):
    """The kind of policy: what may stand in it, and what has an effect."""

    KEY = "key"
    IDENTITY = "identity"
    TRUST = "trust"
    SERVICE_CONTROL = "service-control"


class Severity(Enum):
    """How much a warning matters: opens too wide, has no effect, is worth a look."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class LintWarning(msgspec.Struct, frozen=True, kw_only=True):
    """One remark; ``statement`` counts from 0, ``where`` is such as ``Action[1]``."""

    code: str
    severity: Severity
    statement: int
    sid: str | None
    where: str
    sentence: str


class Remark(msgspec.Struct, frozen=True):
    """A warning before its statement is known."""

    code: str
    severity: Severity
    where: str
    sentence: str


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule looks at: one statement, its policy, and what is known beside it.

    ``actions`` are the known ones by service, in AWS's spelling. ``account_id`` is
    the account of the key that a key policy is for, where that is known.
    """

    statement: Statement
    document: Document
    type: PolicyType
    actions: Mapping[str, frozenset[str]]
    account_id: str | None = None

    @property
    def is_allow(self) -> bool:
        return self.statement.effect == "Allow"

    def written_actions(self) -> Iterator[tuple[str, str]]:
        """Return where each action stands, and the action."""
        for name, texts in (
            ("Action", self.statement.action),
            ("NotAction", self.statement.not_action),
        ):
            for index, text in enumerate(listed(texts or [])):
                yield f"{name}[{index}]", text

    def condition_keys(self) -> Iterator[tuple[str, str]]:
        """Return each operator with each of its keys."""
        for operator, keys in self.statement.condition.items():
            for key in keys:
                yield operator, key

    def aws_principals(self) -> list[str]:
        """Return the values of ``Principal``, ``*`` included."""
        if self.statement.principal is None:
            return []
        found = principals_of(self.statement.principal)
        return [found] if isinstance(found, str) else list(found.get("AWS", ()))


def matching_actions(pattern: str, known: frozenset[str]) -> frozenset[str]:
    """Return the actions of one service that ``service:Pattern*`` covers."""
    covers = compile_any([tokenize(pattern.lower())])
    return frozenset(action for action in known if covers(action.lower()))
