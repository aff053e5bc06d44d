"""From what a page says to the typed parameters of an operation."""

from collections.abc import Mapping
from typing import Any

import msgspec

from kmsportal.core.errors import ValidationException
from kmsportal.core.operation import Operation
from kmsportal.core.shapes import Params, decode_timestamp


def read_params(operation: Operation, members: Mapping[str, Any]) -> Params:
    """Build the operation's Params; ValidationException when a bound is broken.

    ``members`` are named as in Params; None counts as absent.
    """
    names = {f.name: f.encode_name for f in msgspec.structs.fields(operation.params)}
    given = {names[name]: v for name, v in members.items() if v is not None}
    try:
        return msgspec.convert(given, operation.params, dec_hook=decode_timestamp)
    except msgspec.ValidationError as error:
        raise ValidationException(_sentence(str(error))) from error


def _sentence(problem: str) -> str:
    """Turn "Expected `str` of length >= 1 - at `$.KeyId`" into a sentence."""
    expected, _, place = problem.partition(" - at ")
    member = place.strip("`").removeprefix("$.") or "The request"
    return f"{member}: {expected[:1].lower()}{expected[1:]}.".replace("`", "")
