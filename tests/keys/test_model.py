"""Every operation has the members, bounds and enums of the public service model."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore
import msgspec
import pytest
from msgspec import inspect

from kmsportal.core.operation import Operation
from kmsportal.core.shapes import Timestamp, secret_members
from kmsportal.registry import all_operations

_PATH = Path(botocore.__file__).parent / "data/kms/2014-11-01/service-2.json.gz"
MODEL: dict[str, Any] = json.loads(gzip.decompress(_PATH.read_bytes()))
OPERATIONS = [op for (service, _), op in all_operations().items() if service == "kms"]


def shape_of(operation: Operation, side: str) -> dict[str, Any]:
    declared = MODEL["operations"][operation.name]
    shape = declared.get(side, {}).get("shape")
    found: dict[str, Any] = MODEL["shapes"][shape] if shape else {"members": {}}
    return found


def test_every_operation_of_the_model_is_declared() -> None:
    """The one test that a new botocore with a new operation makes fail."""
    assert {operation.name for operation in OPERATIONS} == set(MODEL["operations"])


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_the_parameters_are_those_of_the_model(operation: Operation) -> None:
    compare_structures(operation.params, shape_of(operation, "input"))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_the_answer_has_no_member_that_the_model_lacks(operation: Operation) -> None:
    refuse_unknown(operation.result, shape_of(operation, "output"))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_what_the_model_calls_sensitive_is_secret(operation: Operation) -> None:
    for declared, side in ((operation.params, "input"), (operation.result, "output")):
        members = shape_of(operation, side)["members"]
        secret = secret_members(declared)
        for field in msgspec.structs.fields(declared):
            shape = MODEL["shapes"][members[field.encode_name]["shape"]]
            assert not shape.get("sensitive") or field.name in secret, field.name


def refuse_unknown(declared: type[msgspec.Struct], shape: dict[str, Any]) -> None:
    for field in inspect.type_info(declared).fields:  # type: ignore[attr-defined]  # a struct
        assert field.encode_name in shape["members"], field.encode_name
        member = MODEL["shapes"][shape["members"][field.encode_name]["shape"]]
        kind = without_none(field.type)
        if isinstance(kind, inspect.ListType):
            kind, member = kind.item_type, MODEL["shapes"][member["member"]["shape"]]
        if isinstance(kind, inspect.StructType):
            refuse_unknown(kind.cls, member)


def compare_structures(declared: type[msgspec.Struct], shape: dict[str, Any]) -> None:
    fields = inspect.type_info(declared).fields  # type: ignore[attr-defined]  # a struct
    names = {field.encode_name for field in fields}
    assert names == shape["members"].keys()
    required = {field.encode_name for field in fields if field.required}
    assert required == set(shape.get("required", ()))
    for field in fields:
        member = MODEL["shapes"][shape["members"][field.encode_name]["shape"]]
        compare(field.type, member, where=f"{declared.__module__}.{field.name}")


def compare(kind: inspect.Type, shape: dict[str, Any], *, where: str) -> None:
    kind = without_none(kind)
    pattern = None
    while isinstance(kind, inspect.Metadata):
        pattern = (kind.extra or {}).get("aws_pattern", pattern)
        kind = kind.type
    if "enum" in shape:
        assert isinstance(kind, inspect.EnumType), where
        assert {member.value for member in kind.cls} == set(shape["enum"]), where
    elif isinstance(kind, inspect.StructType):
        compare_structures(kind.cls, shape)
    elif isinstance(kind, inspect.ListType):
        assert bounds_of(kind) == wanted(shape), where
        compare(kind.item_type, MODEL["shapes"][shape["member"]["shape"]], where=where)
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


def without_none(kind: inspect.Type) -> inspect.Type:
    if not isinstance(kind, inspect.UnionType):
        return kind
    (only,) = (t for t in kind.types if not isinstance(t, inspect.NoneType))
    return only


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
