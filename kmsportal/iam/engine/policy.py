"""A policy version, compiled once: its statements, indexed by action."""

from collections.abc import Iterable, Iterator, Sequence

from kmsportal.iam.engine.document import Document, read_document
from kmsportal.iam.engine.document import Statement as Written
from kmsportal.iam.engine.model import PolicyError, PolicyLayer, PolicySource, Reach
from kmsportal.iam.engine.principals import NamedPrincipal
from kmsportal.iam.engine.question import Question
from kmsportal.iam.engine.statements import Statement

_MOST_ACTIONS = 256
_WITH_PRINCIPAL = frozenset(
    {PolicyLayer.RESOURCE, PolicyLayer.RESOURCE_CONTROL, PolicyLayer.TRUST}
)
_NONE, _DIRECT = Reach.NONE, Reach.DIRECT
Finding = tuple[Reach, Statement | None]
NOTHING: Finding = (Reach.NONE, None)


class _Index:
    """Statements by the actions they name; those with patterns are tried in turn.

    What covers an action is worked out once: there are only so many operations.
    """

    __slots__ = ("_covering", "_exact", "_open")

    def __init__(self, statements: Iterable[Statement]) -> None:
        exact: dict[str, list[Statement]] = {}
        self._open = []
        for statement in statements:
            if not statement.actions.is_exact:
                self._open.append(statement)
                continue
            for action in statement.actions.exact:
                exact.setdefault(action, []).append(statement)
        self._exact = {action: tuple(found) for action, found in exact.items()}
        self._covering: dict[str, Sequence[Statement]] = {}

    def find(self, question: Question) -> Finding:
        """Return the statement that speaks most closely to the question."""
        best = NOTHING
        action = question.action
        covering = self._covering.get(action)
        if covering is None:
            covering = self._remember(action)
        for statement in covering:
            reach = statement.reach(question)
            if reach is _NONE:
                continue
            if reach is _DIRECT:
                return reach, statement
            if reach > best[0]:
                best = reach, statement
        return best

    def _remember(self, action: str) -> Sequence[Statement]:
        covering = self._find_covering(action)
        if len(self._covering) < _MOST_ACTIONS:
            self._covering[action] = covering
        return covering

    def _find_covering(self, action: str) -> Sequence[Statement]:
        named = self._exact.get(action, ())
        if not self._open:
            return named
        return [*named, *[s for s in self._open if s.actions.covers(action)]]


class CompiledPolicy:
    """An immutable policy; equal and hashed by identity, safe to share by threads.

    ``text`` is the document it was compiled from, to be shown and changed.
    """

    __slots__ = ("_allows", "_denies", "_has_denies", "source", "statements", "text")

    def __init__(self, document: Document, source: PolicySource, text: str) -> None:
        self.source = source
        self.text = text
        self.statements = tuple(
            Statement(written, index, source, has_variables=document.has_variables)
            for index, written in enumerate(document.statements)
        )
        self._allows = _Index(s for s in self.statements if s.is_allow)
        self._denies = _Index(s for s in self.statements if not s.is_allow)
        self._has_denies = not all(s.is_allow for s in self.statements)

    def principals(self) -> tuple[NamedPrincipal, ...]:
        """Return every principal that the policy names, each once."""
        named = (entry for s in self.statements for entry in s.named or ())
        return tuple(dict.fromkeys(named))

    def find_allow(self, question: Question) -> Finding:
        return self._allows.find(question)

    def find_deny(self, question: Question) -> Statement | None:
        return self._denies.find(question)[1] if self._has_denies else None

    def find_all(self, question: Question) -> Iterator[tuple[Reach, Statement]]:
        """Yield every statement that speaks to the question, as written in order."""
        for statement in self.statements:
            if statement.actions.covers(question.action):
                reach = statement.reach(question)
                if reach is not Reach.NONE:
                    yield reach, statement

    def __repr__(self) -> str:
        """Name the policy; its text is long and may be confidential."""
        return f"CompiledPolicy({self.source.name})"


def compile_policy(text: str | bytes, source: PolicySource) -> CompiledPolicy:
    """Compile one policy version; PolicyError when the text is no such policy."""
    document = read_document(text)
    for statement in document.statements:
        _check_elements(statement, source.layer)
    written = text if isinstance(text, str) else text.decode()
    return CompiledPolicy(document, source, written)


def _check_elements(statement: Written, layer: PolicyLayer) -> None:
    """Hold a statement to the elements its kind of policy needs.

    A key policy may lack actions or resources; such a statement has no effect.
    """
    has_principal = not (
        statement.principal is None and statement.not_principal is None
    )
    if layer in _WITH_PRINCIPAL and not has_principal:
        raise PolicyError("Missing required field Principal.")
    if layer is PolicyLayer.RESOURCE:
        return
    if layer not in _WITH_PRINCIPAL and has_principal:
        raise PolicyError("Policy document should not specify a principal.")
    if not (statement.action or statement.not_action):
        raise PolicyError("Policy statement must contain actions.")
    if layer is PolicyLayer.TRUST:
        _refuse_resource(statement)
        return
    if not (statement.resource or statement.not_resource):
        raise PolicyError("Policy statement must contain resources.")


def _refuse_resource(statement: Written) -> None:
    """Refuse resources where the policy speaks of the one role that carries it."""
    if statement.resource is not None:
        raise PolicyError("Has prohibited field Resource")
    if statement.not_resource is not None:
        raise PolicyError("Has prohibited field NotResource")
