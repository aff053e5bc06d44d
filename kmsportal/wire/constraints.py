"""What AWS says of a request whose members break their declared bounds.

It works on what ``reading`` has brought to its types, after the fast decoder has
refused a request. The sentences are those that KMS, IAM and CloudFormation answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from msgspec import inspect

from kmsportal.core.errors import ValidationException
from kmsportal.core.kinds import bare
from kmsportal.wire.bounds import Bound, bounds, is_compound, is_shown

_MOST_REPORTED = 100
"""A body of 1 MiB can break 300,000 bounds; the answer must not grow with it."""

_LONGEST_SHOWN = 4096
_NOT_NULL = "Member must not be null"


def require_fit(kind: inspect.StructType, members: Mapping[str, Any]) -> None:
    """Raise ValidationException, in AWS's words, if ``members`` break a bound.

    ``members`` go by their wire names; those that are absent or null are not in it.
    """
    broken = list(islice(_broken_members(kind, members, ""), _MOST_REPORTED))
    if broken:
        errors = "error" if len(broken) == 1 else "errors"
        raise ValidationException(
            f"{len(broken)} validation {errors} detected: {'; '.join(broken)}"
        )


def _broken_members(
    kind: inspect.StructType, members: Mapping[str, Any], prefix: str
) -> Iterator[str]:
    for field in kind.fields:
        name = field.encode_name
        at = f"{prefix}{name[0].lower()}{name[1:]}"
        if name in members:
            yield from _broken(field.type, members[name], at)
        elif field.required:
            yield _failure("null ", at, _NOT_NULL)


def _broken(kind: inspect.Type, value: Any, at: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if value is None:
        yield _failure("null ", at, _NOT_NULL)
        return
    for rule in chain(_own_rules(kind, value), _element_rules(kind, value)):
        yield _failure(_shown(kind, value), at, rule)
    match bare(kind):
        case inspect.StructType() as shape:
            yield from _broken_members(shape, value, f"{at}.")
        case inspect.ListType(item_type=part):
            yield from _broken_parts(part, enumerate(value, start=1), at)
        case inspect.DictType(value_type=part):
            yield from _broken_parts(part, value.items(), at)


def _broken_parts(
    kind: inspect.Type, parts: Iterable[tuple[object, Any]], at: str
) -> Iterator[str]:
    """Name a structure within a list by its position, within a map by its key."""
    if is_compound(kind):
        for name, part in parts:
            yield from _broken(kind, part, f"{at}.{name}.member")


def _own_rules(kind: inspect.Type, value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    return (rule for rule, is_kept in bounds(kind) if not is_kept(value))


def _element_rules(kind: inspect.Type, value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    match bare(kind):
        case inspect.ListType(item_type=item_type):
            yield from _shared_rules("Member", item_type, value)
        case inspect.DictType(key_type=key_type, value_type=value_type):
            yield from _shared_rules("Map keys", key_type, value.keys())
            yield from _shared_rules("Map value", value_type, value.values())


def _shared_rules(
    subject: str, kind: inspect.Type, values: Iterable[Any]
) -> Iterator[str]:
    """Refuse plain values together: AWS lists every rule and names no position."""
    if is_compound(kind):
        return
    rules = list(bounds(kind))
    if any(value is None or not _keeps(rules, value) for value in values):
        listed = ", ".join(rule for rule, _ in rules) or _NOT_NULL
        yield f"{subject} must satisfy constraint: [{listed}]"


def _keeps(rules: Iterable[Bound], value: Any) -> bool:  # noqa: ANN401 - any JSON
    return all(is_kept(value) for _, is_kept in rules)


def _failure(shown: str, at: str, rule: str) -> str:
    return f"Value {shown}at '{at}' failed to satisfy constraint: {rule}"


def _shown(kind: inspect.Type, value: Any) -> str:  # noqa: ANN401 - any JSON
    return f"'{_java(value)[:_LONGEST_SHOWN]}' " if is_shown(kind) else ""


def _java(value: object) -> str:
    """Print a value as Java does, which AWS's sentences come from."""
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(_java, value))}]"
        case dict():
            entries = (f"{key}={_java(item)}" for key, item in value.items())
            return f"{{{', '.join(entries)}}}"
        case None:
            return "null"
        case _:
            return str(value)
