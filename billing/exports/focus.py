"""FOCUS, the FinOps Open Cost and Usage Specification: versions 1.2 and 1.4.

Names and rules are those of its "Cost and Usage" dataset. 1.4 names the providers
otherwise and is else the same here. A file never holds guarded cells: it is for
machines.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import msgspec

from billing.exports.csv_files import write_csv
from billing.exports.entries import Entry
from billing.money import line_amount, spell

SERVICE = "Key Management Service"
_PROVIDERS = {
    "1.2": ("ProviderName", "PublisherName"),
    "1.4": ("ServiceProviderName", "HostProviderName"),
}
_COLUMNS = (
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingAccountType",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargeFrequency",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "ConsumedQuantity",
    "ConsumedUnit",
    "ContractedCost",
    "ContractedUnitPrice",
    "EffectiveCost",
    "InvoiceId",
    "InvoiceIssuerName",
    "ListCost",
    "ListUnitPrice",
    "PricingCategory",
    "PricingCurrency",
    "PricingCurrencyContractedUnitPrice",
    "PricingCurrencyEffectiveCost",
    "PricingCurrencyListUnitPrice",
    "PricingQuantity",
    "PricingUnit",
    "RegionId",
    "RegionName",
    "ResourceId",
    "ResourceName",
    "ResourceType",
    "ServiceCategory",
    "ServiceName",
    "ServiceSubcategory",
    "SkuId",
    "SkuMeter",
    "SkuPriceId",
    "SubAccountId",
    "SubAccountName",
    "SubAccountType",
    "Tags",
)
_OWN = (
    "x_KeyOwnerAccount",
    "x_Operation",
    "x_PriceBookVersion",
    "x_ReferenceStatement",
    "x_RequestClass",
)


class Version(Enum):
    """The versions that are written."""

    V1_2 = "1.2"
    V1_4 = "1.4"


def write_focus(found: Iterable[Entry], version: Version) -> bytes:
    providers = _PROVIDERS[version.value]
    columns = (*sorted([*_COLUMNS, *providers]), *_OWN)
    return write_csv(columns, _rows(found, providers))


def _rows(found: Iterable[Entry], providers: Iterable[str]) -> Iterator[dict[str, str]]:
    for entry in found:
        issuer = dict.fromkeys(providers, entry.sheet.issuer)
        yield _account(entry) | _charge(entry) | _prices(entry) | _thing(entry) | issuer


def _account(entry: Entry) -> dict[str, str]:
    sheet = entry.sheet
    return {
        "BillingAccountId": str(sheet.organisation.id),
        "BillingAccountName": sheet.organisation.name,
        "BillingAccountType": "Tenant",
        "SubAccountId": sheet.account.id,
        "SubAccountName": sheet.account.name,
        "SubAccountType": "Account",
        "BillingPeriodStart": spell_moment(sheet.month.begins),
        "BillingPeriodEnd": spell_moment(sheet.month.ends),
        "InvoiceId": sheet.number,
        "InvoiceIssuerName": sheet.issuer,
    }


def _charge(entry: Entry) -> dict[str, str]:
    return {
        "BillingCurrency": entry.sheet.currency,
        "PricingCurrency": entry.sheet.currency,
        "BilledCost": spell(entry.amount),
        "EffectiveCost": spell(entry.amount),
        "ContractedCost": spell(entry.amount),
        "PricingCurrencyEffectiveCost": spell(entry.amount),
        "ListCost": spell(entry.list_cost),
        "ChargeCategory": _category(entry),
        "ChargeClass": "" if entry.kind in {"", "Rounding"} else "Correction",
        "ChargeDescription": describe(entry),
        "ChargeFrequency": "Usage-Based" if entry.has_usage else "One-Time",
        "ChargePeriodStart": spell_moment(entry.begins),
        "ChargePeriodEnd": spell_moment(entry.ends),
        "ServiceCategory": "Security",
        "ServiceSubcategory": "Secret Management",
        "ServiceName": SERVICE,
        "x_ReferenceStatement": entry.text("Reference"),
    }


def _category(entry: Entry) -> str:
    if entry.has_usage:
        return "Usage"
    is_credit = entry.kind == "Adjustment" and entry.amount < 0
    return "Credit" if is_credit else "Adjustment"


def _prices(entry: Entry) -> dict[str, str]:
    if not entry.has_usage or entry.part is None:
        return {}
    listed, price = spell_number(entry.listed), spell_number(entry.price)
    hours = entry.count("KeyHours") + entry.count("RotationHours")
    book = f"{entry.part.book.name}.{entry.part.book.version}"
    sku = entry.text("Sku") or "UNPRICED"
    return {
        "ConsumedQuantity": str(entry.count("Requests") if entry.is_calls else hours),
        "ConsumedUnit": "Requests" if entry.is_calls else "Key-Hours",
        "PricingQuantity": spell_number(entry.quantity),
        "PricingUnit": "Requests" if entry.is_calls else "Key-Months",
        "PricingCategory": "Standard",
        "ListUnitPrice": listed,
        "ContractedUnitPrice": price,
        "PricingCurrencyListUnitPrice": listed,
        "PricingCurrencyContractedUnitPrice": price,
        "SkuId": sku,
        "SkuMeter": "API requests" if entry.is_calls else "Key storage",
        "SkuPriceId": f"{book}.{sku}",
        "x_PriceBookVersion": book,
    }


def _thing(entry: Entry) -> dict[str, str]:
    arn = entry.text("KeyArn")
    named = {
        "ResourceId": arn,
        "ResourceName": arn.rpartition("/")[2],
        "ResourceType": "KMS Key",
    }
    return {
        "RegionId": entry.text("Region"),
        "RegionName": entry.text("Region"),
        "Tags": msgspec.json.encode(entry.sheet.tags.get(arn, {})).decode(),
        "x_KeyOwnerAccount": entry.text("KeyOwner"),
        "x_Operation": entry.operation,
        "x_RequestClass": entry.text("RequestClass"),
        **(named if arn else {}),
    }


def describe(entry: Entry) -> str:
    """Say what the line is for, in a few words."""
    if not entry.has_usage:
        return entry.text("Reason")
    name = entry.operation or "Key storage"
    what = f"{name} requests" if entry.is_calls else name
    waiver = entry.text("Waiver")
    notes = [note for note in (entry.kind, waiver) if note]
    return f"{what} ({', '.join(notes)})" if notes else what


def spell_moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def spell_number(exact: Fraction) -> str:
    """Print up to twelve places, without zeros that say nothing."""
    text = spell(line_amount(exact))
    return text.rstrip("0").rstrip(".") if Decimal(text) else "0"
