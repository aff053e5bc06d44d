"""A sheet's lines with what they were priced at: what every format is rendered from."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import msgspec

from billing.exports.sheets import Sheet
from billing.money import line_amount
from billing.months import Month, moment_of
from billing.price_parts import PricePart, price_parts
from billing.prices import KeyPrice, PriceBook, RequestPrice, RotationPrice
from billing.statement_lines import Spelled

Item = KeyPrice | RotationPrice | RequestPrice


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line: ``begins`` to ``ends`` is when it was used, not when it is billed.

    Prices are of one unit (a key-month or a call), ``listed`` before discounts.
    ``kind`` is empty for usage, else ``Reversal``, ``Corrected``, ``Adjustment`` or
    ``Rounding``.
    """

    sheet: Sheet
    line: Spelled
    begins: datetime
    ends: datetime
    amount: Decimal
    part: PricePart | None = None
    kind: str = ""
    quantity: Fraction = Fraction(0)
    listed: Fraction = Fraction(0)
    price: Fraction = Fraction(0)

    def text(self, name: str) -> str:
        """Return a member of the line, empty where it has none."""
        return str(self.line.get(name, ""))

    def count(self, name: str) -> int:
        return int(self.line.get(name, 0))

    @property
    def is_calls(self) -> bool:
        return bool(self.text("Operation"))

    @property
    def has_usage(self) -> bool:
        return self.kind not in {"Adjustment", "Rounding"}

    @property
    def operation(self) -> str:
        return self.text("Operation").partition(":")[2]

    @property
    def list_cost(self) -> Decimal:
        if not self.has_usage:
            return self.amount
        return line_amount(self.quantity * self.listed)


def entries(sheet: Sheet) -> Iterator[Entry]:
    """Yield usage, then corrections, then the rounding: their amounts are the total."""
    for line in sheet.lines:
        yield _priced(sheet, line, sheet.month, sheet.parts)
    for line in sheet.corrections:
        month = Month.parse(line["Month"])
        if line["Kind"] == "Adjustment":
            yield _flat(sheet, line, month, line["Kind"])
        else:
            parts = price_parts(sheet.organisation.id, month)
            yield _priced(sheet, line, month, parts, kind=line["Kind"])
    if sheet.rounding:
        line = {"Amount": str(sheet.rounding), "Reason": "Rounding"}
        yield _flat(sheet, line, sheet.month, "Rounding")


def _flat(sheet: Sheet, line: Spelled, month: Month, kind: str) -> Entry:
    return Entry(
        sheet=sheet,
        line=line,
        begins=month.begins,
        ends=month.ends,
        amount=Decimal(line["Amount"]),
        kind=kind,
    )


def _priced(
    sheet: Sheet,
    line: Spelled,
    month: Month,
    parts: tuple[PricePart, ...],
    *,
    kind: str = "",
) -> Entry:
    part = parts[line.get("PricePart", 0)]
    is_free = "Waiver" in line
    return Entry(
        sheet=sheet,
        line=line,
        begins=moment_of(part.hours.begins),
        ends=moment_of(part.hours.ends),
        amount=Decimal(line["Amount"]),
        part=part,
        kind=kind,
        quantity=_quantity(line, month),
        listed=Fraction(0) if is_free else _unit_price(part.listed, line["Sku"]),
        price=Fraction(0) if is_free else _unit_price(part.book, line["Sku"]),
    )


def _quantity(line: Spelled, month: Month) -> Fraction:
    if "Operation" in line:
        return Fraction(line.get("Requests", 0) - line.get("FreeRequests", 0))
    hours = line.get("KeyHours", 0) + line.get("RotationHours", 0)
    return Fraction(hours, month.hours)


def _unit_price(book: PriceBook, sku: str) -> Fraction:
    item: Item | None = next((one for one in book.items if one.sku == sku), None)
    if item is None:
        return Fraction(0)
    return item.unit_price if isinstance(item, RequestPrice) else Fraction(item.price)
