"""Policy variables: ``${key}``, ``${key, 'default'}`` and the literals ``${*}``.

Source: IAM User Guide, "IAM policy elements: Variables and tags".
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from kmsportal.core.operation import ContextValue
from kmsportal.iam.engine.model import Context
from kmsportal.iam.engine.patterns import Matcher, Token, compile_any, tokenize

_LITERALS = frozenset("*?$")
_OPEN, _CLOSE = "${", "}"


class Variable(msgspec.Struct, frozen=True):
    """The value of a single-valued context key, or ``default`` where it is absent."""

    key: str
    default: str | None


Piece = Token | Variable
Pieces = tuple[Piece, ...]
Test = Callable[[str, Context], bool]
Compiler = Callable[[Sequence[tuple[Token, ...]]], Matcher]


def text_of(value: ContextValue) -> str | None:
    """Spell a single context value as text; None where it has no one spelling."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return None


def parse_pieces(text: str, *, has_wildcards: bool, has_variables: bool) -> Pieces:
    """Cut a policy value into literals, wildcards and variables."""
    cut = tokenize if has_wildcards else _as_literal
    if not has_variables:
        return cut(text)
    before, *openings = text.split(_OPEN)
    pieces: list[Piece] = [*cut(before)]
    for opening in openings:
        inside, is_closed, rest = opening.partition(_CLOSE)
        if is_closed:
            pieces += [_variable(inside), *cut(rest)]
        else:
            pieces += [_OPEN, *cut(opening)]
    return tuple(pieces)


def compile_test(patterns: Iterable[Pieces], compiler: Compiler = compile_any) -> Test:
    """Return the test of a value, under a context, against any of ``patterns``.

    Text put in for a variable is literal, so its ``*`` is a star and no wildcard. A
    variable without a value makes its pattern match nothing.
    """
    fixed: list[tuple[Token, ...]] = []
    variable: list[Pieces] = []
    for pieces in patterns:
        tokens = tuple(piece for piece in pieces if not isinstance(piece, Variable))
        if len(tokens) == len(pieces):
            fixed.append(tokens)
        else:
            variable.append(pieces)
    matches = compiler(fixed)
    if not variable:
        return lambda value, _context: matches(value)

    def test(value: str, context: Context) -> bool:
        found = (_resolve(pieces, context, room=len(value)) for pieces in variable)
        return matches(value) or any(
            compiler([tokens])(value) for tokens in found if tokens is not None
        )

    return test


def _as_literal(text: str) -> tuple[Token, ...]:
    return (text,)


def _variable(inside: str) -> str | Variable:
    if inside in _LITERALS:
        return inside
    key, comma, default = inside.partition(",")
    name = key.strip().lower()
    return Variable(name, default.strip().strip("'") if comma else None)


def _resolve(
    pieces: Pieces, context: Context, *, room: int
) -> tuple[Token, ...] | None:
    """Put in the values; None when one is absent or they outgrow what is tested.

    Without that bound a long pattern of variables could be blown up by long values.
    """
    tokens: list[Token] = []
    for piece in pieces:
        token = _value(piece, context) if isinstance(piece, Variable) else piece
        if token is None:
            return None
        room -= len(token) if isinstance(token, str) else 0
        if room < 0:
            return None
        tokens.append(token)
    return tuple(tokens)


def _value(variable: Variable, context: Context) -> str | None:
    found = context.get(variable.key)
    text = None if found is None else text_of(found)
    return variable.default if text is None else text
