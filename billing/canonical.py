"""JSON in the one form that digests and signatures cover: RFC 8785, a subset of it.

Documents hold strings, whole numbers below 2**53, booleans, null, arrays and objects
with ASCII names. For those, sorted names and no white space are all that RFC 8785 asks
for; amounts are strings.
"""

import hashlib
from typing import Any

import msgspec

_LARGEST = 2**53


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON of the subset
    """Spell ``value``; ValueError for what the subset does not hold."""
    _check(value)
    return msgspec.json.encode(value, order="sorted")


def sha256(document: bytes) -> str:
    return hashlib.sha256(document).hexdigest()


def _check(value: Any) -> None:  # noqa: ANN401 - any JSON of the subset
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) >= _LARGEST:
            raise ValueError("A whole number of RFC 8785 is less than 2**53.")
    elif isinstance(value, dict):
        _check_names(value)
        for member in value.values():
            _check(member)
    elif isinstance(value, list):
        for member in value:
            _check(member)
    else:
        raise ValueError(f"{type(value).__name__} has no canonical form here.")  # noqa: TRY004 - what is wrong is the document


def _check_names(members: dict[Any, Any]) -> None:
    if not all(isinstance(name, str) and name.isascii() for name in members):
        raise ValueError("Names are ASCII, so that they sort alike everywhere.")
