"""Wildcard patterns, matched in linear time whatever a tenant writes.

A pattern is cut at its ``*`` into segments. Taking each segment at its leftmost
place is optimal, so one pass decides and there is nothing to go back to. A segment
without ``?`` is found by ``str.find``; one with ``?`` by bit-parallel search.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum

Matcher = Callable[[str], bool]


class Wild(Enum):
    """The two wildcards."""

    RUN = "*"
    ONE = "?"


Token = str | Wild
_ABSENT = -1
Seen = dict[str, int]
"""Of one value: where each character stands, as bits."""


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut ``text`` into literals and wildcards."""
    tokens: list[Token] = []
    literal_from = 0
    for position, character in enumerate(text):
        if character in "*?":
            tokens += [text[literal_from:position], Wild(character)]
            literal_from = position + 1
    return (*tokens, text[literal_from:])


def compile_glob(tokens: Iterable[Token]) -> Matcher:
    """Return the test of a whole string against ``tokens``."""
    first, *rest = _segments(tokens)
    if not rest:
        return first.equals
    *middle, last = rest
    return _Glob(first, middle, last).matches


def compile_any(patterns: Iterable[Iterable[Token]]) -> Matcher:
    """Return the test of a whole string against several patterns at once.

    Literals and prefixes, the bulk of long lists, are each looked up in one step.
    """
    literals, prefixes, others = set(), set(), []
    for pattern in patterns:
        tokens = [token for token in pattern if token]
        wilds = [token for token in tokens if isinstance(token, Wild)]
        text = "".join(token for token in tokens if isinstance(token, str))
        if not wilds:
            literals.add(text)
        elif wilds == [Wild.RUN] == tokens[-1:]:
            prefixes.add(text)
        else:
            others.append(compile_glob(tokens))
    return _AnyOf(literals, prefixes, others).matches


def split_at_colons(tokens: Iterable[Token], parts: int) -> list[list[Token]]:
    """Cut ``tokens`` at the first ``parts - 1`` literal colons."""
    split: list[list[Token]] = [[]]
    for token in tokens:
        if isinstance(token, Wild):
            split[-1].append(token)
            continue
        head, *more = token.split(":", parts - len(split))
        split[-1].append(head)
        split.extend([piece] for piece in more)
    return split


class _Segment:
    """A stretch between two ``*``: literal runs at fixed offsets."""

    __slots__ = ("length", "literal", "runs")

    def __init__(self, tokens: Sequence[Token]) -> None:
        literals = [token for token in tokens if isinstance(token, str)]
        gaps = len(tokens) - len(literals)
        self.literal = None if gaps else "".join(literals)
        self.length = sum(map(len, literals)) + gaps
        self.runs = _literal_runs(tokens)

    def equals(self, value: str) -> bool:
        return len(value) == self.length and self.stands_at(value, 0)

    def stands_at(self, value: str, start: int) -> bool:
        """Tell whether the segment fits at ``start``; the room must be there."""
        if self.literal is not None:
            return value.startswith(self.literal, start)
        return all(value.startswith(run, start + at) for at, run in self.runs)

    def find(self, value: str, start: int, end: int, seen: Seen) -> int:
        """Return the leftmost place within ``value[start:end]``, or -1.

        ``seen`` is what is known of ``value`` already, and gathers more.
        """
        if self.literal is not None:
            return value.find(self.literal, start, end)
        if end - start < self.length:
            return _ABSENT
        last = end - self.length
        return _find_with_gaps(self.runs, value, start, last, seen)


class _Glob:
    """Segments with a ``*`` between each two."""

    __slots__ = ("first", "last", "length", "middle")

    def __init__(
        self, first: _Segment, middle: Sequence[_Segment], last: _Segment
    ) -> None:
        self.first, self.middle, self.last = first, tuple(middle), last
        self.length = sum(part.length for part in (first, *middle, last))

    def matches(self, value: str) -> bool:
        end = len(value) - self.last.length
        if len(value) < self.length or not self.first.stands_at(value, 0):
            return False
        return self.last.stands_at(value, end) and self._holds_middle(value, end)

    def _holds_middle(self, value: str, end: int) -> bool:
        start = self.first.length
        seen: Seen = {}
        for segment in self.middle:
            found = segment.find(value, start, end, seen)
            if found == _ABSENT:
                return False
            start = found + segment.length
        return True


class _AnyOf:
    """Several patterns, sorted by how they are looked up."""

    __slots__ = ("literals", "others", "prefixes")

    def __init__(
        self, literals: set[str], prefixes: set[str], others: list[Matcher]
    ) -> None:
        self.literals = frozenset(literals)
        self.prefixes = tuple(prefixes)
        self.others = tuple(others)

    def matches(self, value: str) -> bool:
        if value in self.literals or value.startswith(self.prefixes):
            return True
        for matches in self.others:  # noqa: SIM110 - any() costs more than the tests
            if matches(value):
                return True
        return False


class _Occurrences(dict[int, str]):
    """A translation of every character to 0, save those set to 1."""

    def __missing__(self, code: int) -> str:
        self[code] = "0"
        return "0"


def _segments(tokens: Iterable[Token]) -> list[_Segment]:
    groups: list[list[Token]] = [[]]
    for token in tokens:
        if token is Wild.RUN:
            groups.append([])
        elif token:
            groups[-1].append(token)
    return [_Segment(group) for group in groups]


def _literal_runs(tokens: Sequence[Token]) -> tuple[tuple[int, str], ...]:
    runs: list[tuple[int, str]] = []
    at = 0
    for token in tokens:
        if isinstance(token, str):
            runs.append((at, token))
        at += len(token) if isinstance(token, str) else 1
    return tuple(runs)


def _find_with_gaps(
    runs: Sequence[tuple[int, str]], value: str, start: int, last: int, seen: Seen
) -> int:
    """Find runs at fixed offsets: bit i of ``places`` says that i is still possible."""
    places = (1 << (last + 1)) - (1 << start)
    for at, run in runs:
        for offset, character in enumerate(run, at):
            if character not in seen:
                seen[character] = _bits_of(character, value)
            places &= seen[character] >> offset
            if not places:
                return _ABSENT
    return (places & -places).bit_length() - 1


def _bits_of(character: str, text: str) -> int:
    marks = text.translate(_Occurrences({ord(character): "1"}))
    return int(marks[::-1], 2)
