"""Texts that every database can hold."""

from collections.abc import Iterator
from typing import Any

import msgspec

from kmsportal.core.errors import ValidationException
from kmsportal.core.shapes import Params, encode_as_iso

_NUL = "\0"


def refuse_unstorable(params: Params) -> None:
    """Refuse a NUL, which PostgreSQL holds in no text and SQLite cuts some texts at.

    ValidationException; it names no member, because any may be secret.
    """
    members = msgspec.to_builtins(params, enc_hook=encode_as_iso)
    if any(_NUL in text for text in _texts(members)):
        raise ValidationException("A text must not hold the character U+0000.")


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(name)
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
