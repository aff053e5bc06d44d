"""The bounds a declaration sets on one value, each with AWS's sentence for it."""

from collections.abc import Callable, Iterator, Sequence
from re import search
from typing import Any

from msgspec import inspect

from kmsportal.core.kinds import bare

Bound = tuple[str, Callable[[Any], bool]]
"""AWS's sentence for a bound, and whether a value keeps it."""


def is_compound(kind: inspect.Type) -> bool:
    """Tell whether ``kind`` holds members, items or entries of its own."""
    shapes = (inspect.StructType, inspect.ListType, inspect.DictType)
    return isinstance(bare(kind), shapes)


def is_shown(kind: inspect.Type) -> bool:
    """Tell whether an error may show a value of ``kind``.

    Secrets may not be; AWS leaves blobs out as well, and shows a structure only by
    the address of a Java object.
    """
    match kind:
        case inspect.Metadata(type=inner, extra=extra):
            return not (extra or {}).get("secret") and is_shown(inner)
        case inspect.UnionType(types=parts):
            return all(map(is_shown, parts))
        case inspect.ListType(item_type=item):
            return is_shown(item)
        case inspect.DictType(key_type=key, value_type=value):
            return is_shown(key) and is_shown(value)
        case _:
            return isinstance(kind, _PLAIN)


_PLAIN = (
    inspect.NoneType,
    inspect.BoolType,
    inspect.IntType,
    inspect.FloatType,
    inspect.StrType,
    inspect.EnumType,
    inspect.LiteralType,
)


def bounds(kind: inspect.Type) -> Iterator[Bound]:
    """List the bounds of ``kind`` in the order in which AWS lists them."""
    inner = bare(kind)
    yield from _length(inner)
    match inner:
        case inspect.IntType() | inspect.FloatType():
            yield from _range(inner)
        case inspect.StrType(pattern=str(pattern)):
            yield _pattern(kind, pattern)
        case inspect.EnumType(cls=cls):
            yield _choice([member.value for member in cls])
        case inspect.LiteralType(values=values):
            yield _choice(values)


def _length(kind: inspect.Type) -> Iterator[Bound]:
    most: int | None = getattr(kind, "max_length", None)
    least: int | None = getattr(kind, "min_length", None)
    rule = "Member must have length"
    if most is not None:
        yield f"{rule} less than or equal to {most}", lambda value: len(value) <= most
    if least is not None:
        yield (
            f"{rule} greater than or equal to {least}",
            lambda value: len(value) >= least,
        )


def _range(kind: inspect.IntType | inspect.FloatType) -> Iterator[Bound]:
    highest, lowest = kind.le, kind.ge
    rule = "Member must have value"
    if highest is not None:
        yield f"{rule} less than or equal to {highest}", lambda value: value <= highest
    if lowest is not None:
        yield f"{rule} greater than or equal to {lowest}", lambda value: value >= lowest


def _pattern(kind: inspect.Type, pattern: str) -> Bound:
    return (
        f"Member must satisfy regular expression pattern: {_as_aws(kind) or pattern}",
        lambda value: search(pattern, value) is not None,
    )


def _as_aws(kind: inspect.Type) -> str | None:
    """Find the pattern as the service model has it (``shapes.matching``)."""
    match kind:
        case inspect.Metadata(extra=dict(extra)):
            return extra.get("aws_pattern")
        case inspect.UnionType(types=parts):
            return next(filter(None, map(_as_aws, parts)), None)
        case _:
            return None


def _choice(values: Sequence[object]) -> Bound:
    names = ", ".join(map(str, values))
    return (
        f"Member must satisfy enum value set: [{names}]",
        lambda value: value in values,
    )
