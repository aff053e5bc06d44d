"""Filters on any member of a record, such as ``sourceIPAddress=192.0.2.*``."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kmsportal.core.errors import ValidationException
from kmsportal.iam.engine.patterns import compile_glob, tokenize

_WILD_OR_ESCAPED = re.compile(r"[*?\"\\\x00-\x1f]")


class FieldFilter(msgspec.Struct, frozen=True):
    """A member's dotted path, and a pattern of ``*`` and ``?`` that it must match."""

    path: str
    pattern: str

    @property
    def needle(self) -> str:
        """The longest text that a record must hold as it stands, to match at all."""
        return max(_WILD_OR_ESCAPED.split(self.pattern), key=len)

    def holds(self, record: Mapping[str, Any]) -> bool:
        """Tell whether any value at the path matches, whatever lists lie between."""
        matches = compile_glob(tokenize(self.pattern))
        return any(matches(_spelled(value)) for value in _at(record, self.path))


def read_field_filter(text: str) -> FieldFilter:
    """Read ``path=pattern``; ValidationException when there is no path or no ``=``."""
    path, equals, pattern = text.partition("=")
    if not path or not equals:
        raise ValidationException(
            "Write each filter as member=value, such as sourceIPAddress=192.0.2.7."
        )
    return FieldFilter(path, pattern)


def _at(value: Any, path: str) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        for item in value:
            yield from _at(item, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        # A key of an encryption context may hold dots itself.
        for name, member in value.items():
            if path == name or path.startswith(f"{name}."):
                yield from _at(member, path[len(name) + 1 :])


def _spelled(value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()
