"""What pricing takes and what it gives: usage, key histories, charges."""

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

import msgspec

from billing.key_time import StateSpan


class Unit(Enum):
    """What a quantity counts."""

    KEY_HOURS = "Key-Hours"
    ROTATION_HOURS = "Rotation-Hours"
    REQUESTS = "Requests"


class Waiver(Enum):
    """Why a charge costs nothing."""

    AWS_MANAGED_KEY = "AWS_MANAGED_KEY"
    PAID_BY_CALLER = "PAID_BY_CALLER"
    UNPRICED = "UNPRICED"


class Usage(NamedTuple):
    """Calls of one kind; ``day`` is None where the reader did not split by day."""

    caller: str
    key_arn: str
    key_owner: str
    key_manager: str
    operation: str
    request_class: str
    day: int | None
    calls: int
    region: str = ""
    principal: str = ""
    tag: str | None = None


class KeyHistory(NamedTuple):
    """The states a key was in and its rotations (microseconds since the epoch)."""

    account_id: str
    key_arn: str
    manager: str
    spans: Sequence[StateSpan]
    rotations: Sequence[int] = ()


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity, and how much of it is charged at ``rate`` for one."""

    sku: str
    unit: Unit
    quantity: int
    charged: int = 0
    rate: Fraction = Fraction(0)
    day: int | None = None
    key_arn: str = ""
    key_owner: str = ""
    operation: str = ""
    request_class: str = ""
    free: int = 0
    waiver: Waiver | None = None
    paid_by: str = ""
    account_id: str = ""
    region: str = ""
    principal: str = ""
    tag: str | None = None
    part: int = 0

    @property
    def cost(self) -> Fraction:
        """The exact cost, before any rounding."""
        return self.rate * self.charged
