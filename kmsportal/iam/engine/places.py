"""Where each statement stands in the text of a policy."""

import json
import re
from collections.abc import Iterator

import msgspec

from kmsportal.iam.engine.document import read_document

_SPACE = re.compile(r"[ \t\n\r]*")
_decoder = json.JSONDecoder()


class Place(msgspec.Struct, frozen=True):
    """A stretch of a text: its first character and the one behind its last."""

    start: int
    end: int

    def within(self, text: str) -> str:
        return text[self.start : self.end]


class Position(msgspec.Struct, frozen=True):
    """A line and a column, both counted from 1."""

    line: int
    column: int


def statement_places(text: str) -> tuple[Place, ...]:
    """Return where the statements of a policy stand, in the order written.

    PolicyError when the text is no policy.
    """
    read_document(text)
    for name, place in _members(text, _next(text, 0)):
        if name != "Statement":
            continue
        is_list = text[place.start] == "["
        return tuple(_items(text, place.start)) if is_list else (place,)
    return ()


def statement_texts(text: str) -> tuple[str, ...]:
    """Return the statements as they are written; PolicyError when it is no policy."""
    return tuple(place.within(text) for place in statement_places(text))


def position_of(text: str, index: int) -> Position:
    """Return the position of the character at ``index``."""
    line_start = text.rfind("\n", 0, index) + 1
    return Position(text.count("\n", 0, index) + 1, index - line_start + 1)


def _members(text: str, start: int) -> Iterator[tuple[str, Place]]:
    """Yield the members of the object that opens at ``start``."""
    at = _next(text, start + 1)
    while text[at] != "}":
        name, end = _decoder.raw_decode(text, at)
        value = _value(text, _next(text, _next(text, end) + 1))
        yield name, value
        at = _next_item(text, value.end)


def _items(text: str, start: int) -> Iterator[Place]:
    """Yield the items of the list that opens at ``start``."""
    at = _next(text, start + 1)
    while text[at] != "]":
        place = _value(text, at)
        yield place
        at = _next_item(text, place.end)


def _value(text: str, start: int) -> Place:
    return Place(start, _decoder.raw_decode(text, start)[1])


def _next_item(text: str, end: int) -> int:
    at = _next(text, end)
    return _next(text, at + 1) if text[at] == "," else at


def _next(text: str, at: int) -> int:
    """Skip the white space at ``at``."""
    found = _SPACE.match(text, at)
    return found.end() if found else at
