"""The report for people, as CSV for spreadsheets, and for programs, as JSON."""

from collections.abc import Iterable, Sequence

from billing.canonical import canonical
from billing.exports.csv_files import guarded, write_csv
from billing.exports.entries import Entry
from billing.exports.focus import describe, spell_moment, spell_number
from billing.exports.sheets import Sheet
from billing.money import spell

_COLUMNS = (
    "Month",
    "Statement",
    "Account",
    "AccountName",
    "From",
    "To",
    "Description",
    "Sku",
    "Region",
    "KeyArn",
    "KeyOwner",
    "Operation",
    "RequestClass",
    "KeyHours",
    "RotationHours",
    "Requests",
    "FreeRequests",
    "UnitPrice",
    "Amount",
    "Currency",
    "Tags",
)
_TEXTS = ("Sku", "Region", "KeyArn", "KeyOwner", "RequestClass")
_COUNTS = ("KeyHours", "RotationHours", "Requests", "FreeRequests")


def write_report(found: Iterable[Entry]) -> bytes:
    """Write a row a line; texts are kept from being formulas, numbers are not."""
    return write_csv(_COLUMNS, (_row(entry) for entry in found))


def write_json(sheets: Sequence[Sheet]) -> bytes:
    """Write the sheets as canonical JSON (RFC 8785), amounts as texts."""
    return canonical({"Format": 1, "Accounts": [_sheet(sheet) for sheet in sheets]})


def _row(entry: Entry) -> dict[str, str]:
    tags = entry.sheet.tags.get(entry.text("KeyArn"), {})
    texts = {
        "Statement": entry.sheet.number,
        "AccountName": entry.sheet.account.name,
        "Description": describe(entry),
        "Operation": entry.operation,
        "Tags": "; ".join(f"{name}={value}" for name, value in tags.items()),
        **{name: entry.text(name) for name in _TEXTS},
    }
    return {
        **{name: guarded(text) for name, text in texts.items()},
        **{name: str(entry.count(name) or "") for name in _COUNTS},
        "Month": str(entry.sheet.month),
        "Account": entry.sheet.account.id,
        "From": spell_moment(entry.begins),
        "To": spell_moment(entry.ends),
        "UnitPrice": spell_number(entry.price) if entry.has_usage else "",
        "Amount": spell(entry.amount),
        "Currency": entry.sheet.currency,
    }


def _sheet(sheet: Sheet) -> dict[str, object]:
    return {
        "AccountId": sheet.account.id,
        "AccountName": sheet.account.name,
        "Month": str(sheet.month),
        "Statement": sheet.number or None,
        "Currency": sheet.currency,
        "Lines": list(sheet.lines),
        "Corrections": list(sheet.corrections),
        "Rounding": spell(sheet.rounding),
        "Total": spell(sheet.total),
    }
