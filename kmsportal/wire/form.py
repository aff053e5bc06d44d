"""The fields of an AWS Query request as a tree, and the tree as typed values.

``Tags.member.1.Key=a`` is a list item, ``Context.entry.1.key=a`` a map entry ("Making
query requests", IAM User Guide; the ``query`` protocol of the public service models).
"""

from re import fullmatch
from typing import Any
from urllib.parse import parse_qsl

from msgspec import inspect

from kmsportal.core.errors import SerializationException
from kmsportal.core.kinds import bare

Fields = dict[str, Any]
"""Text at the leaves, further ``Fields`` above them."""

_MOST_FIELDS = 10_000
_DEEPEST = 16
_POSITION = r"[0-9]{1,9}"
_WHOLE_NUMBER = r"[+-]?[0-9]{1,19}"
_FRACTION = r"[+-]?[0-9]{1,19}\.[0-9]{1,19}"
_BOOLEANS = {"true": True, "false": False}


def parse(body: bytes) -> Fields:
    """Read a URL-encoded form; SerializationException if it is not one."""
    try:
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise SerializationException(
            "The request body is not a well-formed form of at most 10,000 fields."
        ) from None
    root: Fields = {}
    for name, value in pairs:
        _plant(root, name, value)
    return root


def typed(kind: inspect.Type, node: object) -> object:
    """Give text the JSON type that ``kind`` asks for; what does not fit stays text."""
    match bare(kind):
        case inspect.StructType(fields=fields):
            return _members({f.encode_name: f.type for f in fields}, node)
        case inspect.ListType(item_type=item):
            return [typed(item, part) for part in _positions(node, "member")]
        case inspect.DictType(value_type=value):
            entries = _positions(node, "entry")
            return dict(_entry(value, entry) for entry in entries)
        case inspect.BoolType() if isinstance(node, str):
            return _BOOLEANS.get(node, node)
        case inspect.IntType() | inspect.FloatType() if isinstance(node, str):
            return _number(node)
        case _:
            return node


def _number(text: str) -> object:
    if fullmatch(_WHOLE_NUMBER, text):
        return int(text)
    return float(text) if fullmatch(_FRACTION, text) else text


def _plant(root: Fields, name: str, value: str) -> None:
    path = name.split(".", _DEEPEST)
    branch = root
    for part in path[:-1]:
        branch = branch.setdefault(part, {})
        if not isinstance(branch, dict):
            raise _conflict()
    if path[-1] in branch:
        raise _conflict()
    branch[path[-1]] = value


def _conflict() -> SerializationException:
    return SerializationException("A field of the request is given more than once.")


def _members(kinds: dict[str, inspect.Type], node: object) -> object:
    """Read an empty text as a structure without members, as clients spell it."""
    if not isinstance(node, dict):
        return {} if node == "" else node
    return {
        name: typed(kinds[name], value) for name, value in node.items() if name in kinds
    }


def _positions(node: object, word: str) -> list[object]:
    """List what stands at ``word.1``, ``word.2``, …; an empty text is an empty list."""
    if node == "":
        return []
    items = node.get(word) if isinstance(node, dict) else None
    if not isinstance(items, dict) or not all(fullmatch(_POSITION, at) for at in items):
        raise SerializationException(
            f"Expected members named {word}.1, {word}.2 and on"
        )
    return [items[at] for at in sorted(items, key=int)]


def _entry(kind: inspect.Type, node: object) -> tuple[str, object]:
    if not isinstance(node, dict) or not isinstance(node.get("key"), str):
        raise SerializationException("Expected entries of a key and a value")
    return node["key"], typed(kind, node.get("value"))
