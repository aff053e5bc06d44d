"""One-time codes of six digits from a seed and the time (RFC 6238, 30 seconds)."""

import hmac
import os
from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

_STEP_SECONDS = 30
_SEED_BYTES = 40
_DIGITS = 6


def new_seed() -> bytes:
    """Return a new seed: 64 characters of base32, as AWS's."""
    return os.urandom(_SEED_BYTES)


def step_of(moment: datetime) -> int:
    return int(moment.timestamp()) // _STEP_SECONDS


def code_at(seed: bytes, step: int) -> str:
    # SHA-1 is what authenticator apps know; HMAC does not lean on its collisions.
    return HOTP(seed, _DIGITS, SHA1()).generate(step).decode()  # noqa: S303 - RFC 6238


def step_of_code(seed: bytes, code: str, steps: Iterable[int]) -> int | None:
    """Return the one of ``steps`` whose code this is; None where it is of none."""
    found = None
    for step in steps:
        if hmac.compare_digest(code_at(seed, step), code):
            found = step
    return found


def step_of_codes(
    seed: bytes, codes: Sequence[str], *, around: int, reach: int
) -> int | None:
    """Return the step of the last of consecutive ``codes``, near ``around``."""
    for last in range(around - reach, around + reach + 1):
        first = last - len(codes) + 1
        expected = "".join(code_at(seed, first + n) for n in range(len(codes)))
        if hmac.compare_digest(expected, "".join(codes)):
            return last
    return None
