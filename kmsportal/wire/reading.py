"""From decoded JSON to typed Params, the slow and exact way.

AWS reads a whole request first (SerializationException where a member has the wrong
JSON type) and then measures it (ValidationException). A member that is ``null`` is
absent, and a whole number may be written as ``5.0``.
"""

import binascii
from base64 import b64decode
from functools import lru_cache
from typing import Any, NoReturn, TypeVar, cast

import msgspec
from msgspec import inspect

from kmsportal.core.errors import SerializationException, ValidationException
from kmsportal.core.kinds import bare
from kmsportal.core.shapes import Params, Result, Timestamp, decode_timestamp
from kmsportal.wire.constraints import require_fit

_MOST_PARTS = 10_000
"""No operation takes a tenth of it, and one caller must not hold up the others."""

P = TypeVar("P", bound=Params)

_LONG = range(-(2**63), 2**63)
"""The integers that the largest numeric type of the service models holds."""


def read(shape: type[P], raw: object) -> P:
    """Build ``shape`` from decoded JSON.

    Raises SerializationException or ValidationException, in AWS's words.
    """
    kind = shape_of(shape)
    members = _struct(kind, raw)
    require_fit(kind, members)
    try:
        return msgspec.convert(
            members, shape, builtin_types=(bytes,), dec_hook=_keep_timestamp
        )
    except msgspec.ValidationError:
        raise ValidationException(
            "The request does not fit the parameters of the operation."
        ) from None


@lru_cache(maxsize=1024)
def shape_of(shape: type[Params | Result]) -> inspect.StructType:
    """Describe ``shape``; there are only twice as many as operations."""
    return cast("inspect.StructType", inspect.type_info(shape))


def _keep_timestamp(kind: type, value: object) -> object:
    return value if isinstance(value, kind) else decode_timestamp(kind, value)


def _read(kind: inspect.Type, raw: object) -> Any:  # noqa: ANN401 - the typed value
    inner = bare(kind)
    if raw is None:
        return None
    match inner:
        case inspect.StructType():
            return _struct(inner, raw)
        case inspect.ListType(item_type=item):
            return [_read(item, part) for part in _require(list, raw, "list")]
        case inspect.DictType(value_type=value):
            entries = _require(dict, raw, "map").items()
            return {key: _read(value, part) for key, part in entries}
        case _:
            return _scalar(inner, raw)


def _struct(kind: inspect.StructType, raw: object) -> dict[str, Any]:
    """Keep the members that ``kind`` knows; AWS ignores the others."""
    members = _require(dict, raw, "structure")
    values = {
        field.encode_name: _read(field.type, members[field.encode_name])
        for field in kind.fields
        if field.encode_name in members
    }
    return {name: value for name, value in values.items() if value is not None}


def _require(wanted: type[list[Any] | dict[str, Any]], raw: object, name: str) -> Any:  # noqa: ANN401 - a list or dict
    if not isinstance(raw, list | dict):
        expected = "null" if name == "structure" else f"{name} or null"
        raise SerializationException(f"Expected {expected}")
    if not isinstance(raw, wanted):
        _refuse(raw, name)
    if len(raw) > _MOST_PARTS:
        raise SerializationException(f"A {name} holds more than {_MOST_PARTS} parts.")
    return raw


def _scalar(kind: inspect.Type, raw: object) -> object:
    match kind:
        case inspect.StrType() | inspect.EnumType() | inspect.LiteralType():
            value: object = raw if isinstance(raw, str) else _refuse(raw, "a String")
        case inspect.BytesType():
            value = _blob(raw)
        case inspect.BoolType():
            value = raw if isinstance(raw, bool) else _refuse(raw, "a Boolean")
        case inspect.IntType():
            value = _integer(raw)
        case inspect.FloatType():
            value = _number(raw)
        case inspect.CustomType(cls=cls) if cls is Timestamp:
            value = _moment(raw)
        case _:
            value = raw
    return value


def _blob(raw: object) -> bytes:
    if not isinstance(raw, str):
        _refuse(raw, "a Blob")
    try:
        return b64decode(raw, validate=True)
    except (binascii.Error, ValueError):
        # AWS sends no message member here, and the value may be a secret.
        raise SerializationException from None


def _integer(raw: object) -> int:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or raw not in _LONG:
        _refuse(raw, "an Integer")
    return raw


def _number(raw: object) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        _refuse(raw, "a Double")
    return raw


def _moment(raw: object) -> Timestamp:
    try:
        moment: Timestamp = decode_timestamp(Timestamp, raw)
    except ValueError:
        _refuse(raw, "a Timestamp")
    return moment


def _refuse(raw: object, wanted: str) -> NoReturn:
    match raw:
        case list():
            raise SerializationException("Start of list found where not expected")
        case dict():
            raise SerializationException(
                "Start of structure or map found where not expected."
            )
        case bool():
            found = f"{str(raw).upper()}_VALUE"
        case str():
            found = "STRING_VALUE"
        case _:
            found = "NUMBER_VALUE"
    raise SerializationException(f"{found} can not be converted to {wanted}")
