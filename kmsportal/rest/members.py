"""Members by their names in REST: those of the declaration, in snake case.

The wire's names are derived from the same declaration, so nobody spells them twice.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from enum import Enum
from typing import Any

import msgspec
from msgspec import inspect

from kmsportal.core.errors import ValidationException
from kmsportal.core.kinds import LISTS, bare
from kmsportal.core.shapes import Timestamp

_NAME = re.compile(r"\w+")
_NONE: frozenset[type] = frozenset()


def wire_members(
    given: Mapping[str, Any], fields: Mapping[str, inspect.Field], at: str = ""
) -> dict[str, Any]:
    """Return ``given`` under the declaration's own names; ``fields`` are by name.

    ValidationException for a member that is not known or is null, and for a text with
    a NUL, which PostgreSQL cannot keep.
    """
    members = {}
    for name, value in given.items():
        field = fields.get(name)
        if field is None:
            raise ValidationException(f"{at}{name[:128]}: There is no such member.")
        place = f"{at}{name}"
        members[field.encode_name] = _wire_value(field.type, value, place)
    return members


def _wire_value(kind: inspect.Type, value: Any, at: str) -> Any:  # noqa: ANN401 - any JSON
    if value is None:
        raise ValidationException(f"{at}: A member is not null; it is left out.")
    if isinstance(value, str) and "\0" in value:
        raise ValidationException(f"{at}: A text cannot hold a NUL character.")
    inner = bare(kind)
    match value:
        case dict() if isinstance(inner, inspect.StructType):
            return wire_members(value, fields_of(inner), f"{at}.")
        case dict() if isinstance(inner, inspect.DictType):
            return {
                _wire_value(inner.key_type, key, at): _wire_value(
                    inner.value_type, part, f"{at}[...]"
                )
                for key, part in value.items()
            }
        case list() if isinstance(inner, inspect.ListType | inspect.VarTupleType):
            return [
                _wire_value(inner.item_type, part, f"{at}[{index}]")
                for index, part in enumerate(value)
            ]
        case _:
            return value


def fields_of(kind: inspect.StructType) -> dict[str, inspect.Field]:
    return {field.name: field for field in kind.fields}


def rest_value(value: Any) -> Any:  # noqa: ANN401, PLR0911 - any member of any shape
    """Return ``value`` as JSON has it: absent members left out, moments RFC 3339."""
    match value:
        case msgspec.Struct():
            named = msgspec.structs.asdict(value).items()
            return {name: rest_value(part) for name, part in named if part is not None}
        case Enum():
            return value.value
        case bytes():
            return b64encode(value).decode()
        case Timestamp():
            return value.iso()
        case Mapping():
            return {name: rest_value(part) for name, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [rest_value(part) for part in value]
        case _:
            return value


def rest_names(kind: inspect.Type, within: frozenset[type] = _NONE) -> dict[str, str]:
    """Return the REST name of each member within ``kind`` by its name on the wire.

    ``within`` are the structures around it: one that holds itself is read once.
    """
    match bare(kind):
        case inspect.StructType(cls=shape, fields=fields) if shape not in within:
            names = {field.encode_name: field.name for field in fields}
            for field in fields:
                names |= rest_names(field.type, within | {shape})
            return names
        case inspect.DictType(value_type=part):
            return rest_names(part, within)
        case inner if isinstance(inner, LISTS):
            return rest_names(inner.item_type, within)
        case _:
            return {}


def sentence_of(problem: str, names: Mapping[str, str]) -> str:
    """Turn msgspec's "Expected `str`, got `int` - at `$.Tags[0].TagKey`" into ours."""
    said, _, place = problem.partition(" - at ")
    said = said.replace(" | null", "").replace("`bytes`", "`str` in base64")
    path = place.strip("`").removeprefix("$").removeprefix(".")
    spelled = _NAME.sub(lambda found: names.get(found[0], found[0]), path)
    if not spelled:
        said = _NAME.sub(lambda found: names.get(found[0], found[0]), said)
    return f"{spelled}: {said}." if spelled else f"{said}."
