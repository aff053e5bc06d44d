"""How a structure's members are shown in an audit event.

CloudTrail shows the API's member names with the first letter lowered, and dates as
``Aug 10, 2022, 10:38:27 PM`` (AWS KMS Developer Guide, "Logging AWS KMS API calls").
Secret members are left out by their type.
"""

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Any

import msgspec

from kmsportal.core.shapes import Timestamp, secret_members


def event_members(shape: msgspec.Struct) -> dict[str, Any]:
    """Return the members to show: set, not secret, spelled for an event.

    A flag that is off counts as not set where False is its default.
    """
    shown = {}
    for attribute, name, unset in _names(type(shape)):
        value = getattr(shape, attribute)
        if value is not None and value is not unset:
            shown[name] = _plain(value)
    return shown


@lru_cache(maxsize=1024)
def _names(shape: type[msgspec.Struct]) -> tuple[tuple[str, str, object], ...]:
    """Return attribute, spelling and the value that counts as not set."""
    secret = secret_members(shape)
    return tuple(
        (
            field.name,
            field.encode_name[:1].lower() + field.encode_name[1:],
            False if field.default is False else None,
        )
        for field in msgspec.structs.fields(shape)
        if field.name not in secret
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - any member of any shape
    # Most are texts; the exact type is the cheapest test.
    is_plain = type(value) is str or isinstance(value, str | int | float)
    if is_plain and not isinstance(value, Enum):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, msgspec.Struct):
        return event_members(value)
    if isinstance(value, Timestamp):
        return _event_date(value)
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value]


def _event_date(value: Timestamp) -> str:
    moment = value.moment
    hour = moment.hour % 12 or 12
    return f"{moment:%b} {moment.day}, {moment.year}, {hour}:{moment:%M:%S %p}"
