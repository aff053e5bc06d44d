"""Gathers charges into the lines of a report, each rounded once.

``gather`` and ``Line`` are what reports, statements and exports are made of.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import msgspec

from billing.charges import Charge, Unit, Waiver
from billing.money import line_amount

ROUNDING = "Rounding"


class Grouping(Enum):
    """What a report has one line for, besides free and charged apart."""

    KEY = "KEY"
    OPERATION = "OPERATION"
    DAY = "DAY"
    ACCOUNT = "ACCOUNT"
    REGION = "REGION"
    PRINCIPAL = "PRINCIPAL"
    TAG = "TAG"


_DETAIL = ("sku", "key_arn", "key_owner", "operation", "request_class")
_DIMENSIONS = {
    None: _DETAIL,
    Grouping.KEY: ("key_arn", "key_owner"),
    Grouping.OPERATION: ("sku", "operation"),
    Grouping.DAY: ("day",),
    Grouping.ACCOUNT: ("account_id",),
    Grouping.REGION: ("region",),
    Grouping.PRINCIPAL: ("principal",),
    Grouping.TAG: ("tag",),
}
FULL_DETAIL = (*_DETAIL, "account_id", "region", "part")
"""What the lines of a statement are told apart by, besides waiver and payer."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a report; members that its grouping does not tell stay empty.

    ``tag`` is None where the key had no such tag, or tags were not asked for.
    ``part`` is the number of the month's price part that priced the line.
    """

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
    account_id: str = ""
    region: str = ""
    principal: str = ""
    tag: str | None = None
    part: int = 0


def gather(charges: Iterable[Charge], *, by: Grouping | None) -> list[Line]:
    """Return one line a group, ascending; without ``by``, by key and operation."""
    return gather_by(charges, _DIMENSIONS[by])


def gather_by(charges: Iterable[Charge], dimensions: Sequence[str]) -> list[Line]:
    """Return one line for each combination of ``dimensions``, waiver and payer."""
    names = (*dimensions, "waiver", "paid_by")
    groups: dict[tuple[object, ...], list[Charge]] = defaultdict(list)
    for charge in charges:
        groups[tuple([getattr(charge, name) for name in names])].append(charge)
    lines = [
        _line(group, dict(zip(names, values, strict=True)))
        for values, group in groups.items()
    ]
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


def _line(group: Sequence[Charge], shared: dict[str, object]) -> Line:
    counted: Counter[Unit] = Counter()
    for charge in group:
        counted[charge.unit] += charge.quantity
    return Line(
        amount=line_amount(sum_exactly(group)),
        key_hours=counted[Unit.KEY_HOURS],
        rotation_hours=counted[Unit.ROTATION_HOURS],
        requests=counted[Unit.REQUESTS],
        free_requests=sum(charge.free for charge in group),
        **shared,  # type: ignore[arg-type]  # the dimensions' own values
    )


def _order(line: Line) -> tuple[object, ...]:
    waiver = line.waiver.value if line.waiver else ""
    return (
        line.account_id,
        line.day or 0,
        (line.tag is not None, line.tag or ""),
        line.principal,
        line.key_arn,
        line.operation,
        line.sku,
        line.request_class,
        line.region,
        line.part,
        waiver,
        line.paid_by,
    )
