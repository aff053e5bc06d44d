"""Data keys: random bytes, sealed under a key for the caller to keep."""

import os
from enum import Enum
from typing import Annotated

from msgspec import Meta

from kmsportal.core.errors import ValidationException

NumberOfBytes = Annotated[int, Meta(ge=1, le=1024)]


class DataKeySpec(Enum):
    """The lengths that have a name."""

    AES_256 = "AES_256"
    AES_128 = "AES_128"


_LENGTHS = {DataKeySpec.AES_256: 32, DataKeySpec.AES_128: 16}


def new_data_key(key_spec: DataKeySpec | None, number_of_bytes: int | None) -> bytes:
    """Return fresh random bytes; exactly one of the two must say how many."""
    if (key_spec is None) == (number_of_bytes is None):
        raise ValidationException("Please specify either number of bytes or key spec.")
    return os.urandom(number_of_bytes or _LENGTHS[key_spec or DataKeySpec.AES_256])
