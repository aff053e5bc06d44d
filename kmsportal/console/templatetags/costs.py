"""How quantities, money and lines of a cost report are shown."""

from collections.abc import Mapping
from decimal import Decimal

from django import template

from billing.members import CostLine

register = template.Library()

NOTHING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_WAIVERS = {
    "AWS_MANAGED_KEY": "Free: managed by the portal",
    "UNPRICED": "The price book has no price for this",
    "PAID_BY_CALLER": "Paid by the caller's account",
}
_CENTS = 2
_ABOUT = Decimal("0.0001")


@register.filter
def thousands(number: int | None) -> str:
    return NOTHING if number is None else f"{number:,}"


@register.filter
def money(amount: str | Decimal, currency: str) -> str:
    """Show an exact amount, to the cent at least and with no digit left out."""
    exact = Decimal(amount).normalize()
    places = max(_CENTS, -int(exact.as_tuple().exponent))
    text = f"{abs(exact):,.{places}f}"
    minus = MINUS if exact < 0 else ""
    sign = _SIGNS.get(currency)
    return f"{minus}{sign}{text}" if sign else f"{minus}{text} {currency}"


@register.filter
def about(amount: str, currency: str) -> str:
    """Show an amount where its size is what matters: four decimal places at most."""
    return money(Decimal(amount).quantize(_ABOUT), currency)


@register.filter
def key_id_of(arn: str) -> str:
    return arn.rpartition("/")[2]


@register.filter
def region_of(arn: str) -> str:
    return arn.split(":")[3] if arn.count(":") > 3 else ""  # noqa: PLR2004 - arn:aws:kms:Region


@register.filter
def named(aliases: Mapping[str, str], key_id: str) -> str:
    """Show the alias of a key, or that it has none here."""
    return aliases.get(key_id, "Key without alias here")


@register.filter
def waiver_words(waiver: str) -> str:
    return _WAIVERS.get(waiver, waiver)


@register.filter
def line_name(line: CostLine) -> str:
    """Say what a line is for: the operation, or the keys themselves."""
    if line.sku == "Rounding":
        return "Rounding to the cent"
    operation: str = line.operation.removeprefix("kms:")
    return operation or ("Rotated material" if line.rotation_hours else "Keys")


@register.filter
def quantity(line: CostLine) -> str:
    """Show how much of its unit a line has."""
    for count, unit in (
        (line.requests, "call"),
        (line.key_hours, "key-hour"),
        (line.rotation_hours, "hour"),
    ):
        if count:
            return f"{count:,} {unit}{'s' if count > 1 else ''}"
    return NOTHING
