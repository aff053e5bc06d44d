"""What a new statement corrects in earlier ones: they themselves never change."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec

from billing.models import AccountStatement, Adjustment, LateMonth
from billing.money import line_amount, spell
from billing.months import Month
from billing.price_parts import price_parts
from billing.statement_lines import QUANTITIES, PricedMonth, Spelled, price_month

_SAME_LINE = (
    "Sku",
    "Region",
    "KeyArn",
    "KeyOwner",
    "Operation",
    "RequestClass",
    "Waiver",
    "PricePart",
)
_Key = tuple[Any, ...]
_Sums = dict[str, Any]


class Corrections(msgspec.Struct, kw_only=True):
    """The correction lines of one account, and the months they were drawn from."""

    lines: list[Spelled] = []
    months: list[tuple[Month, PricedMonth]] = []


def draw_corrections(account_id: str, organisation_id: UUID) -> Corrections:
    """Compare each late month with what was billed for it, and add adjustments.

    A line that has changed is taken back as it was billed and put in anew.
    """
    late = LateMonth.objects.filter(account_id=account_id).order_by("month")
    found = Corrections()
    for index in late.values_list("month", flat=True):
        month = Month.at(index)
        priced = price_month(account_id, month, price_parts(organisation_id, month))
        found.months.append((month, priced))
        found.lines += _differences(account_id, month, priced.lines)
    found.lines += [_adjustment(row) for row in open_adjustments(account_id)]
    return found


def settle_corrections(account_id: str, *, billed: Month) -> None:
    """Mark what was drawn as billed, in the transaction that issues the statement."""
    LateMonth.objects.filter(account_id=account_id).delete()
    rows = Adjustment.objects.in_account(account_id).filter(billed_month=None)
    rows.update(billed_month=billed.ordinal)


def open_adjustments(account_id: str) -> list[Adjustment]:
    """Return the adjustments that are in no statement yet, oldest first."""
    rows = Adjustment.objects.in_account(account_id).filter(billed_month=None)
    return list(rows.order_by("id"))


def _differences(account_id: str, month: Month, lines: list[Spelled]) -> list[Spelled]:
    statements = AccountStatement.objects.in_account(account_id)
    original = statements.get(month=month.ordinal)
    billed, right = _billed(account_id, month, original), _summed(lines)
    changed = [key for key in {**billed, **right} if billed.get(key) != right.get(key)]
    notes = []
    for key in sorted(changed, key=str):
        for kind, sums, sign in (("Reversal", billed, -1), ("Corrected", right, 1)):
            if key in sums:
                notes.append(
                    {
                        **_spelled(key, sums[key], sign),
                        "Kind": kind,
                        "Month": str(month),
                        "Reference": original.statement_id,
                    }
                )
    return notes


def _billed(
    account_id: str, month: Month, original: AccountStatement
) -> dict[_Key, _Sums]:
    """Return what all statements so far have charged for the month."""
    lines: list[Spelled] = list(msgspec.json.decode(original.document)["Lines"])
    later = AccountStatement.objects.in_account(account_id)
    for row in later.filter(month__gt=month.ordinal).order_by("month"):
        lines += [
            line
            for line in msgspec.json.decode(row.document)["Corrections"]
            if line["Month"] == str(month) and line["Kind"] != "Adjustment"
        ]
    return _summed(lines)


def _summed(lines: Iterable[Spelled]) -> dict[_Key, _Sums]:
    sums: dict[_Key, _Sums] = defaultdict(
        lambda: {**dict.fromkeys(QUANTITIES, 0), "Amount": Fraction(0)}
    )
    for line in lines:
        found = sums[tuple(line.get(name) for name in _SAME_LINE)]
        found["Amount"] += Fraction(Decimal(line["Amount"]))
        for name in QUANTITIES:
            found[name] += line.get(name, 0)
    return {key: found for key, found in sums.items() if any(found.values())}


def _spelled(key: _Key, sums: _Sums, sign: int) -> Spelled:
    named = dict(zip(_SAME_LINE, key, strict=True))
    counted = {name: sign * sums[name] for name in QUANTITIES}
    shown = {name: value for name, value in {**named, **counted}.items() if value}
    return {**shown, "Amount": spell(line_amount(sign * sums["Amount"]))}


def _adjustment(row: Adjustment) -> Spelled:
    month = Month.at(row.month)
    reference = AccountStatement.objects.in_account(row.account_id).get(month=row.month)
    return {
        "Kind": "Adjustment",
        "Month": str(month),
        "Reference": reference.statement_id,
        "Reason": row.reason,
        "Amount": row.amount,
    }
