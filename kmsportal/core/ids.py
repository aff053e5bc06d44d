"""Request and event identifiers: version 4 UUIDs from pooled randomness.

They are unique and not secret, so a pool costs nothing but its care: each is handed out
once, and a forked process begins with a pool of its own.
"""

import os
from collections import deque

_POOLED = 256
_UUID_BYTES = 16
# RFC 9562, section 5.4: the version is 4 and the variant's first two bits are 10.
_CLEARED = ~(0xF000_C000_0000_0000_0000)
_VERSION_4 = 0x4000_8000_0000_0000_0000

_pool: deque[str] = deque()
os.register_at_fork(after_in_child=_pool.clear)


def new_uuid() -> str:
    """Return a fresh version 4 UUID, hyphenated and in lower case."""
    while True:
        try:
            # Threads share the pool: taking from a deque is one indivisible step.
            return _pool.popleft()
        except IndexError:
            _pool.extend(_fresh())


def _fresh() -> list[str]:
    randomness = os.urandom(_POOLED * _UUID_BYTES)
    return [
        _spelled(randomness[start : start + _UUID_BYTES])
        for start in range(0, len(randomness), _UUID_BYTES)
    ]


def _spelled(randomness: bytes) -> str:
    number = int.from_bytes(randomness, "big") & _CLEARED | _VERSION_4
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
