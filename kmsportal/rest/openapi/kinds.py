"""JSON Schema of the types that operations declare."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent
from msgspec import inspect

from kmsportal.core.operation import pascal
from kmsportal.core.shapes import Timestamp
from kmsportal.rest.route import struct_type

Schema = dict[str, Any]

_OPERATION_MODULE = re.compile(r".*\.operations\.(?:\w+\.)*(\w+)$")
# Two services have operations and shapes of the same names.
_APART = {
    ".operations.organizations.": "Organizations",
    ".iam.organizations.": "Organizations",
    ".iam.people": "Portal",
}


class Schemas:
    """Builds schemas, and enters each structure among the components once."""

    def __init__(self, registry: ComponentRegistry) -> None:
        """Enter structures into ``registry``."""
        self._registry = registry

    def of(self, kind: inspect.Type) -> Schema:
        """Return the schema of ``kind``; one that may be absent is never null."""
        match kind:
            case inspect.Metadata(type=inner, extra=extra):
                pattern = (extra or {}).get("plain_pattern")
                # ECMA's ``$`` takes no final newline, so this says the same.
                anchored = {"pattern": f"^(?:{pattern})$"} if pattern else {}
                return {**self.of(inner), **anchored}
            case inspect.UnionType(types=types):
                return self._union(types)
            case inspect.StructType(cls=shape):
                return self.reference(shape)
            case inspect.DictType(value_type=value):
                return {"type": "object", "additionalProperties": self.of(value)}
            case inspect.ListType() | inspect.VarTupleType():
                return {
                    "type": "array",
                    "items": self.of(kind.item_type),
                    **_bounds(kind, minItems="min_length", maxItems="max_length"),
                }
            case _:
                return _scalar(kind)

    def reference(self, shape: type[msgspec.Struct]) -> Schema:
        """Return a reference to the component of a structure."""
        component = ResolvedComponent(  # type: ignore[no-untyped-call]  # untyped library
            name=_name(shape), type=ResolvedComponent.SCHEMA, object=shape
        )
        if component not in self._registry:
            # Entered first, in case a structure holds itself.
            self._registry.register(component)
            component.schema = self.structure(struct_type(shape).fields)
            _describe(component.schema, shape)
        return dict(self._registry[component].ref)

    def structure(self, fields: Iterable[inspect.Field]) -> Schema:
        """Return the schema of an object with these members, in snake case."""
        fields = tuple(fields)
        schema: Schema = {
            "type": "object",
            "properties": {field.name: self.member(field) for field in fields},
        }
        required = [field.name for field in fields if field.required]
        return {**schema, "required": required} if required else schema

    def member(self, field: inspect.Field) -> Schema:
        """Return the schema of one member, with the default that it has."""
        schema = self.of(field.type)
        default = _plain(field.default)
        if default is None or "$ref" in schema:
            return schema
        return {**schema, "default": default}

    def _union(self, types: Iterable[inspect.Type]) -> Schema:
        real = [self.of(t) for t in types if not isinstance(t, inspect.NoneType)]
        return real[0] if len(real) == 1 else {"anyOf": real}


def _scalar(kind: inspect.Type) -> Schema:
    describe = _SCALARS.get(type(kind))
    if describe is None:
        raise TypeError(kind)
    return describe(kind)


def _text(kind: Any) -> Schema:  # noqa: ANN401 - StrType, as _SCALARS says
    bounds = _bounds(kind, minLength="min_length", maxLength="max_length")
    return {"type": "string", **bounds, **_bounds(kind, pattern="pattern")}


def _integer(kind: Any) -> Schema:  # noqa: ANN401 - IntType, as _SCALARS says
    return {"type": "integer", **_bounds(kind, minimum="ge", maximum="le")}


def _number(kind: Any) -> Schema:  # noqa: ANN401 - FloatType, as _SCALARS says
    return {"type": "number", **_bounds(kind, minimum="ge", maximum="le")}


def _choice(kind: Any) -> Schema:  # noqa: ANN401 - EnumType, as _SCALARS says
    return {"type": "string", "enum": [member.value for member in kind.cls]}


def _custom(kind: Any) -> Schema:  # noqa: ANN401 - CustomType, as _SCALARS says
    if kind.cls is not Timestamp:
        raise TypeError(kind.cls)
    return {"type": "string", "format": "date-time"}


def _base64(kind: Any) -> Schema:  # noqa: ANN401 - BytesType, as _SCALARS says
    schema: Schema = {
        "type": "string",
        "format": "byte",
        "contentEncoding": "base64",
    }
    if kind.min_length is not None:
        schema["minLength"] = _encoded_length(kind.min_length)
    if kind.max_length is not None:
        schema["maxLength"] = _encoded_length(kind.max_length)
    return schema


_SCALARS: dict[type[inspect.Type], Callable[[Any], Schema]] = {
    inspect.StrType: _text,
    inspect.BytesType: _base64,
    inspect.IntType: _integer,
    inspect.FloatType: _number,
    inspect.BoolType: lambda _: {"type": "boolean"},
    inspect.EnumType: _choice,
    inspect.LiteralType: lambda kind: {"enum": list(kind.values)},
    inspect.CustomType: _custom,
    inspect.AnyType: lambda _: {},
}


def _encoded_length(length: int) -> int:
    """Count the base64 characters of ``length`` bytes (RFC 4648)."""
    return -(-length // 3) * 4


def _bounds(kind: inspect.Type, **names: str) -> Schema:
    found = {name: getattr(kind, attribute) for name, attribute in names.items()}
    return {name: bound for name, bound in found.items() if bound is not None}


def _plain(default: object) -> object:
    if default is msgspec.NODEFAULT:
        return None
    value = getattr(default, "value", default)
    return value if isinstance(value, str | int | bool) else None


def _name(shape: type[msgspec.Struct]) -> str:
    """Name a structure; one of a single operation by its name too, and IAM's by IAM."""
    found = _OPERATION_MODULE.match(shape.__module__)
    apart = (text for part, text in _APART.items() if part in shape.__module__)
    # KMS and IAM each have a ``Tag``, and they differ.
    is_iams = shape.__module__.startswith("kmsportal.iam.")
    prefix = next(apart, "")
    if found:
        operation = prefix + pascal(found[1])
    else:
        operation = prefix or ("Iam" if is_iams else "")
    if shape.__name__.startswith(operation):
        return shape.__name__
    return f"{operation}{shape.__name__}"


def _describe(schema: Schema, shape: type[msgspec.Struct]) -> None:
    if shape.__doc__:
        schema["description"] = " ".join(shape.__doc__.split())
