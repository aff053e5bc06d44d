"""Gathers charges into the lines of a report, each rounded once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import msgspec
from msgspec.structs import replace

from billing.money import line_amount
from billing.pricing import Charge, Unit, Waiver

ROUNDING = "Rounding"


class Grouping(Enum):
    """What a report has one line for, besides free and charged apart."""

    KEY = "KEY"
    OPERATION = "OPERATION"
    DAY = "DAY"


_DETAIL = ("sku", "key_arn", "key_owner", "operation", "request_class")
_DIMENSIONS = {
    None: _DETAIL,
    Grouping.KEY: ("key_arn", "key_owner"),
    Grouping.OPERATION: ("sku", "operation"),
    Grouping.DAY: ("day",),
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a report; members that its grouping does not tell stay empty."""

    amount: Decimal
    key_hours: int = 0
    rotation_hours: int = 0
    requests: int = 0
    free_requests: int = 0
    sku: str = ""
    key_arn: str = ""
    key_owner: str = ""
    operation: str = ""
    request_class: str = ""
    day: int | None = None
    waiver: Waiver | None = None
    paid_by: str = ""


def gather(charges: Iterable[Charge], *, by: Grouping | None) -> list[Line]:
    """Return one line a group, ascending; without ``by``, by key and operation."""
    dimensions = (*_DIMENSIONS[by], "waiver", "paid_by")
    groups: dict[tuple[object, ...], list[Charge]] = defaultdict(list)
    for charge in charges:
        groups[tuple(getattr(charge, name) for name in dimensions)].append(charge)
    lines = [_line(group, dimensions) for group in groups.values()]
    return sorted(lines, key=_order)


def rounding_line(amount: Decimal) -> Line:
    return Line(sku=ROUNDING, amount=amount)


def sum_exactly(charges: Iterable[Charge]) -> Fraction:
    """Return the exact cost, multiplying once a rate and not once a charge."""
    charged: Counter[tuple[int, int]] = Counter()
    for charge in charges:
        charged[charge.rate.as_integer_ratio()] += charge.charged
    return sum(
        (Fraction(*rate) * quantity for rate, quantity in charged.items()), Fraction(0)
    )


def count(charges: Iterable[Charge], unit: Unit) -> int:
    return sum(charge.quantity for charge in charges if charge.unit is unit)


def _line(group: Sequence[Charge], dimensions: Sequence[str]) -> Line:
    line = Line(
        amount=line_amount(sum_exactly(group)),
        key_hours=count(group, Unit.KEY_HOURS),
        rotation_hours=count(group, Unit.ROTATION_HOURS),
        requests=count(group, Unit.REQUESTS),
        free_requests=sum(charge.free for charge in group),
    )
    shared = {name: getattr(group[0], name) for name in dimensions}
    return replace(line, **shared)


def _order(line: Line) -> tuple[object, ...]:
    waiver = line.waiver.value if line.waiver else ""
    return (
        line.day or 0,
        line.key_arn,
        line.operation,
        line.sku,
        line.request_class,
        waiver,
        line.paid_by,
    )
