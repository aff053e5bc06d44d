"""A price book: what keys and calls cost, and the rules where AWS is silent."""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

import msgspec
from msgspec import Meta

from billing.money import LINE_PLACES
from billing.request_classes import RequestClass
from kmsportal.core.shapes import matching

Name = Annotated[str, matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")]
Positive = Annotated[int, Meta(ge=1)]


class _Entry(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="pascal",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    pass


class KeyPrice(_Entry, frozen=True):
    """The price of one key for one month, prorated by the hour."""

    sku: Name
    price: Decimal

    def __post_init__(self) -> None:
        """Refuse what is no price."""
        _check_price(self.price)


class RotationPrice(_Entry, frozen=True):
    """What each of a key's first ``charged_rotations`` rotations adds a month."""

    sku: Name
    price: Decimal
    charged_rotations: Positive

    def __post_init__(self) -> None:
        """Refuse what is no price."""
        _check_price(self.price)


class RequestPrice(_Entry, frozen=True):
    """``price`` buys ``per`` calls; ``free_per_month`` come first, in all Regions."""

    sku: Name
    classes: Annotated[tuple[RequestClass, ...], Meta(min_length=1)]
    price: Decimal
    per: Positive
    free_per_month: Annotated[int, Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        """Refuse a price whose share of one call has more digits than a line."""
        _check_price(self.price)
        if (self.unit_price * 10**LINE_PLACES).denominator != 1:
            raise ValueError(f"{self.sku}: the price of one call is not exact.")

    @property
    def unit_price(self) -> Fraction:
        """The price of one call."""
        return Fraction(self.price) / self.per


class Rules(_Entry, frozen=True):
    """Who is charged where AWS's documentation leaves a choice.

    A failed call that is charged counts as ``KMS-Requests``, whatever key it named.
    """

    charged_key_states: frozenset[str]
    charges_aws_managed_keys: bool
    charges_calls_on_aws_managed_keys: bool
    charges_failed_calls: bool


class PriceBook(_Entry, frozen=True):
    """One immutable version of a price list, in force from ``effective_from``."""

    name: Name
    version: Positive
    description: str
    currency: Annotated[str, matching(r"[A-Z]{3}")]
    minor_unit_digits: Annotated[int, Meta(ge=0, le=4)]
    effective_from: Annotated[datetime, Meta(tz=True)]
    key_month: KeyPrice
    requests: Annotated[tuple[RequestPrice, ...], Meta(min_length=1)]
    rules: Rules
    key_rotation: RotationPrice | None = None

    def __post_init__(self) -> None:
        """Refuse a book that could price one thing in two ways."""
        _check_whole_hour(self.effective_from)
        _check_distinct([item.sku for item in self.items])
        _check_distinct(
            [name.value for price in self.requests for name in price.classes]
        )

    @property
    def items(self) -> tuple[KeyPrice | RotationPrice | RequestPrice, ...]:
        rotation = (self.key_rotation,) if self.key_rotation else ()
        return (self.key_month, *rotation, *self.requests)

    def request_price(self, request_class: str) -> RequestPrice | None:
        """Return the item for a class by its name; None where nothing prices it."""
        for price in self.requests:
            if any(name.value == request_class for name in price.classes):
                return price
        return None


def parse_price_book(document: str | bytes) -> PriceBook:
    """Read a book; msgspec.ValidationError or DecodeError says what is wrong."""
    return msgspec.json.decode(document, type=PriceBook)


def canonical_form(document: str | bytes) -> bytes:
    """Spell a book's JSON in the one form that its digest covers.

    Names sorted and no white space, as RFC 8785; books hold no fractional numbers,
    whose spelling is all that RFC 8785 adds.
    """
    parse_price_book(document)
    return msgspec.json.encode(msgspec.json.decode(document), order="sorted")


def digest(canonical: bytes) -> str:
    return hashlib.sha256(canonical).hexdigest()


def _check_price(price: Decimal) -> None:
    if not price.is_finite() or price.is_signed():
        raise ValueError("A price is zero or more.")
    if (Fraction(price) * 10**LINE_PLACES).denominator != 1:
        raise ValueError(f"A price has at most {LINE_PLACES} decimal places.")


def _check_whole_hour(moment: datetime) -> None:
    utc = moment.astimezone(UTC)
    if utc != utc.replace(minute=0, second=0, microsecond=0):
        raise ValueError("A price book takes effect on the hour.")


def _check_distinct(names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise ValueError("A price book names each item and request class once.")
