"""Token buckets: how much of something may still be done, for each of many names."""

import threading
from collections.abc import Sequence
from typing import NamedTuple

_MOST_NAMES = 10_000


class Rate(NamedTuple):
    """``burst`` at once, then one every ``seconds``."""

    burst: int
    seconds: float


class Budget:
    """Buckets of one rate by name; a name not met lately has a full one."""

    def __init__(self, rate: Rate) -> None:
        """Begin with full buckets."""
        self._rate = rate
        self._full_at: dict[str, float] = {}

    def has_room(self, name: str, now: float) -> bool:
        """Whether one more fits; ``now`` is in seconds of a monotonic clock."""
        refill = self._rate.burst * self._rate.seconds
        return self._full_at.get(name, now) - now <= refill - self._rate.seconds

    def take(self, name: str, now: float) -> None:
        if len(self._full_at) >= _MOST_NAMES:
            self._forget_full(now)
        self._full_at[name] = max(self._full_at.get(name, now), now) + (
            self._rate.seconds
        )

    def _forget_full(self, now: float) -> None:
        kept = {name: at for name, at in self._full_at.items() if at > now}
        # Names are a stranger's to choose: too many at once, and all begin anew.
        self._full_at = kept if len(kept) < _MOST_NAMES else {}


class Budgets:
    """Several budgets, all of which must have room."""

    def __init__(self, rates: Sequence[Rate]) -> None:
        """Take the rate of each name that ``take`` is given, in its order."""
        self._budgets = [Budget(rate) for rate in rates]
        self._lock = threading.Lock()

    def take(self, names: Sequence[str], now: float) -> bool:
        """Take one from the bucket of each name, or from none when one is empty.

        An empty name counts nowhere.
        """
        pairs = [
            (budget, name)
            for budget, name in zip(self._budgets, names, strict=True)
            if name
        ]
        with self._lock:
            if not all(budget.has_room(name, now) for budget, name in pairs):
                return False
            for budget, name in pairs:
                budget.take(name, now)
            return True
