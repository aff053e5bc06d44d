"""What an organisation has agreed on besides a book: a discount, prices of its own."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from billing.money import exact_decimal
from billing.prices import KeyPrice, PriceBook, RequestPrice, RotationPrice

Item = TypeVar("Item", KeyPrice, RotationPrice, RequestPrice)


class Terms(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="pascal",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """A discount on every price of the book; ``overrides`` are prices by SKU.

    An override is the price paid: the discount does not lower it further.
    """

    discount_percent: Decimal = Decimal(0)
    overrides: Mapping[str, Decimal] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is no discount."""
        if not 0 <= self.discount_percent <= 100:  # noqa: PLR2004 - per cent
            raise ValueError("A discount is 0 to 100 per cent.")


NO_TERMS = Terms()


def parse_terms(document: str | bytes) -> Terms:
    """Read terms; msgspec.ValidationError or DecodeError says what is wrong."""
    return msgspec.json.decode(document, type=Terms)


def spell_terms(terms: Terms) -> str:
    return msgspec.json.encode(terms, order="sorted").decode()


def apply_terms(book: PriceBook, terms: Terms) -> PriceBook:
    """Return the book as its buyer pays it.

    ValueError for an override of no item, or a price with more digits than a line.
    """
    unknown = set(terms.overrides) - {item.sku for item in book.items}
    if unknown:
        raise ValueError(f"The book has no item {', '.join(sorted(unknown))}.")
    if terms == NO_TERMS:
        return book
    rotation = book.key_rotation
    return replace(
        book,
        key_month=_paid(book.key_month, terms),
        key_rotation=_paid(rotation, terms) if rotation else None,
        requests=tuple(_paid(price, terms) for price in book.requests),
    )


def _paid(item: Item, terms: Terms) -> Item:
    given = terms.overrides.get(item.sku)
    if given is not None:
        return replace(item, price=given)
    share = 1 - Fraction(terms.discount_percent) / 100
    return replace(item, price=exact_decimal(Fraction(item.price) * share))
