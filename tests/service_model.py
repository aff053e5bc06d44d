"""Holding declared operations against a public service model of AWS."""

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import botocore
import msgspec
from msgspec import inspect

from kmsportal.core.operation import Operation
from kmsportal.core.shapes import Timestamp, secret_members
from kmsportal.registry import all_operations

_FOLDER = Path(botocore.__file__).parent / "data"
_VERSIONS = {"kms": "2014-11-01", "iam": "2010-05-08", "sts": "2011-06-15"}


class ServiceModel:
    """One service as botocore has it."""

    def __init__(self, service: str) -> None:
        path = _FOLDER / service / _VERSIONS[service] / "service-2.json.gz"
        model: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        self.operations: dict[str, Any] = model["operations"]
        self.shapes: dict[str, Any] = model["shapes"]

    def compare_params(self, operation: Operation) -> None:
        """Fail unless members, bounds, enums and required marks are the model's."""
        self._compare_structures(operation.params, self._side(operation, "input"))

    def compare_result(self, operation: Operation) -> None:
        """Fail on a member that the model's answer lacks."""
        self._refuse_unknown(operation.result, self._side(operation, "output"))

    def require_secrets(self, operation: Operation) -> None:
        """Fail where the model says sensitive and the declaration does not."""
        self._require_secret(operation.params, self._side(operation, "input"))
        self._require_secret(operation.result, self._side(operation, "output"))

    def _side(self, operation: Operation, side: str) -> dict[str, Any]:
        shape = self.operations[operation.name].get(side, {}).get("shape")
        found: dict[str, Any] = self.shapes[shape] if shape else {"members": {}}
        return found

    def _member(self, shape: dict[str, Any], name: str) -> dict[str, Any]:
        member: dict[str, Any] = self.shapes[shape["members"][name]["shape"]]
        return member

    def _require_secret(
        self, declared: type[msgspec.Struct], shape: dict[str, Any]
    ) -> None:
        secret = secret_members(declared)
        for field in struct_fields(declared):
            member = self._member(shape, field.encode_name)
            assert not member.get("sensitive") or field.name in secret, field.name
            kind, member = self._item(field.type, member)
            if isinstance(kind, inspect.StructType) and kind.cls is not declared:
                self._require_secret(kind.cls, member)

    def _item(
        self, kind: inspect.Type, shape: dict[str, Any]
    ) -> tuple[inspect.Type, dict[str, Any]]:
        """Go from a list to what it holds."""
        kind = unmarked(kind)
        if isinstance(kind, inspect.ListType):
            return self._item(kind.item_type, self.shapes[shape["member"]["shape"]])
        return kind, shape

    def _refuse_unknown(
        self, declared: type[msgspec.Struct], shape: dict[str, Any]
    ) -> None:
        for field in struct_fields(declared):
            assert field.encode_name in shape["members"], field.encode_name
            kind, member = self._item(
                field.type, self._member(shape, field.encode_name)
            )
            if isinstance(kind, inspect.StructType) and kind.cls is not declared:
                self._refuse_unknown(kind.cls, member)

    def _compare_structures(
        self, declared: type[msgspec.Struct], shape: dict[str, Any]
    ) -> None:
        fields = struct_fields(declared)
        assert {field.encode_name for field in fields} == shape["members"].keys()
        required = {field.encode_name for field in fields if field.required}
        assert required == set(shape.get("required", ()))
        for field in fields:
            member = self._member(shape, field.encode_name)
            where = f"{declared.__module__}.{field.name}"
            self._compare(field.type, member, where=where)

    def _compare(
        self, kind: inspect.Type, shape: dict[str, Any], *, where: str
    ) -> None:
        pattern = aws_pattern(kind)
        kind = unmarked(kind)
        if "enum" in shape:
            assert isinstance(kind, inspect.EnumType), where
            assert {member.value for member in kind.cls} == set(shape["enum"]), where
        elif isinstance(kind, inspect.StructType):
            self._compare_structures(kind.cls, shape)
        elif isinstance(kind, inspect.ListType):
            assert bounds_of(kind) == wanted(shape), where
            item = self.shapes[shape["member"]["shape"]]
            self._compare(kind.item_type, item, where=where)
        elif isinstance(kind, inspect.DictType):
            assert shape["type"] == "map", where
        elif shape["type"] == "timestamp":
            assert isinstance(kind, inspect.CustomType), where
            assert kind.cls is Timestamp, where
        else:
            assert type(kind) is KINDS[shape["type"]], where
            assert bounds_of(kind) == wanted(shape), where
            assert pattern == shape.get("pattern"), where


KINDS: dict[str, type[inspect.Type]] = {
    "string": inspect.StrType,
    "boolean": inspect.BoolType,
    "integer": inspect.IntType,
    "blob": inspect.BytesType,
}


@cache
def service_model(service: str) -> ServiceModel:
    return ServiceModel(service)


def declared_operations(service: str) -> list[Operation]:
    return [op for (found, _), op in all_operations().items() if found == service]


def struct_fields(declared: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    kind = inspect.type_info(declared)
    assert isinstance(kind, inspect.StructType)
    return kind.fields


def unmarked(kind: inspect.Type) -> inspect.Type:
    """Take a type out of its ``| None`` and its marks."""
    if isinstance(kind, inspect.Metadata):
        return unmarked(kind.type)
    if not isinstance(kind, inspect.UnionType):
        return kind
    (only,) = (t for t in kind.types if not isinstance(t, inspect.NoneType))
    return unmarked(only)


def aws_pattern(kind: inspect.Type) -> str | None:
    if isinstance(kind, inspect.UnionType):
        return next(filter(None, map(aws_pattern, kind.types)), None)
    if not isinstance(kind, inspect.Metadata):
        return None
    return (kind.extra or {}).get("aws_pattern") or aws_pattern(kind.type)


def bounds_of(kind: inspect.Type) -> tuple[int | None, int | None]:
    low = first(kind, "min_length", "ge")
    return low or 0, first(kind, "max_length", "le")


def first(kind: inspect.Type, *names: str) -> int | None:
    return next(values(kind, names), None)


def values(kind: inspect.Type, names: tuple[str, ...]) -> Iterator[int]:
    for name in names:
        value = getattr(kind, name, None)
        if value is not None:
            yield value


def wanted(shape: dict[str, Any]) -> tuple[int | None, int | None]:
    return shape.get("min") or 0, shape.get("max")
