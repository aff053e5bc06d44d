"""CUR 2.0: the table that AWS Data Exports writes, as CSV in gzip.

AWS Data Exports User Guide, "Cost and Usage Report (CUR) 2.0". Columns that have no
meaning for keys are left out; maps are JSON, as there.
"""

import gzip
from collections.abc import Iterable
from hashlib import sha256

import msgspec

from billing.exports.csv_files import write_csv
from billing.exports.entries import Entry
from billing.exports.focus import describe, spell_moment, spell_number
from billing.money import spell

_COLUMNS = (
    "bill_bill_type",
    "bill_billing_entity",
    "bill_billing_period_end_date",
    "bill_billing_period_start_date",
    "bill_invoice_id",
    "bill_invoicing_entity",
    "bill_payer_account_id",
    "bill_payer_account_name",
    "identity_line_item_id",
    "identity_time_interval",
    "line_item_currency_code",
    "line_item_legal_entity",
    "line_item_line_item_description",
    "line_item_line_item_type",
    "line_item_operation",
    "line_item_product_code",
    "line_item_resource_id",
    "line_item_unblended_cost",
    "line_item_unblended_rate",
    "line_item_usage_account_id",
    "line_item_usage_account_name",
    "line_item_usage_amount",
    "line_item_usage_end_date",
    "line_item_usage_start_date",
    "line_item_usage_type",
    "pricing_currency",
    "pricing_public_on_demand_cost",
    "pricing_public_on_demand_rate",
    "pricing_rate_id",
    "pricing_unit",
    "product",
    "product_region_code",
    "resource_tags",
)


def write_cur(found: Iterable[Entry], *, payer: tuple[str, str]) -> bytes:
    """Write the table; ``payer`` is the management account and its name."""
    rows = [_row(entry, payer, number) for number, entry in enumerate(found)]
    # The header of gzip has no time, so that the same rows are the same bytes.
    return gzip.compress(write_csv(_COLUMNS, rows), mtime=0)


def _row(entry: Entry, payer: tuple[str, str], number: int) -> dict[str, str]:
    period = f"{spell_moment(entry.begins)}/{spell_moment(entry.ends)}"
    return {
        **_bill(entry, payer),
        **_item(entry),
        "identity_line_item_id": _identity(entry, number),
        "identity_time_interval": period,
        "resource_tags": _map(
            {
                f"user_{name}": value
                for name, value in entry.sheet.tags.get(
                    entry.text("KeyArn"), {}
                ).items()
            }
        ),
        "product": _map({"product_name": "AWS Key Management Service"}),
        "product_region_code": entry.text("Region"),
    }


def _bill(entry: Entry, payer: tuple[str, str]) -> dict[str, str]:
    sheet = entry.sheet
    return {
        "bill_bill_type": "Anniversary",
        "bill_billing_entity": sheet.issuer,
        "bill_invoicing_entity": sheet.issuer,
        "line_item_legal_entity": sheet.issuer,
        "bill_billing_period_start_date": spell_moment(sheet.month.begins),
        "bill_billing_period_end_date": spell_moment(sheet.month.ends),
        "bill_invoice_id": sheet.number,
        "bill_payer_account_id": payer[0],
        "bill_payer_account_name": payer[1],
        "line_item_usage_account_id": sheet.account.id,
        "line_item_usage_account_name": sheet.account.name,
        "line_item_currency_code": sheet.currency,
        "pricing_currency": sheet.currency,
    }


def _item(entry: Entry) -> dict[str, str]:
    name = entry.text("RequestClass") if entry.is_calls else "KMS-Keys"
    usage = {
        "line_item_usage_type": f"{entry.text('Region')}-{name}",
        "line_item_usage_amount": spell_number(entry.quantity),
        "line_item_unblended_rate": spell_number(entry.price),
        "pricing_public_on_demand_rate": spell_number(entry.listed),
        "pricing_public_on_demand_cost": spell(entry.list_cost),
        "pricing_rate_id": entry.text("Sku"),
        "pricing_unit": "Requests" if entry.is_calls else "Key-Months",
    }
    return {
        **(usage if entry.has_usage else {}),
        "line_item_line_item_type": _type(entry),
        "line_item_line_item_description": describe(entry),
        "line_item_operation": entry.operation,
        "line_item_product_code": "awskms",
        "line_item_resource_id": entry.text("KeyArn"),
        "line_item_unblended_cost": spell(entry.amount),
        "line_item_usage_start_date": spell_moment(entry.begins),
        "line_item_usage_end_date": spell_moment(entry.ends),
    }


def _type(entry: Entry) -> str:
    if entry.kind == "Reversal":
        return "Refund"
    if entry.kind == "Adjustment":
        return "Credit" if entry.amount < 0 else "Fee"
    return "Usage" if entry.has_usage else "Fee"


def _identity(entry: Entry, number: int) -> str:
    named = [entry.sheet.account.id, str(entry.sheet.month), number]
    return sha256(msgspec.json.encode(named)).hexdigest()[:32]


def _map(members: dict[str, str]) -> str:
    return msgspec.json.encode(members).decode()
