"""Exact money: rational until it is rounded once, decimal after that."""

from collections.abc import Sequence
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction
from math import floor

LINE_PLACES = 12

# Inexact is trapped: a sum of amounts that would lose a digit is refused, not rounded.
CONTEXT = Context(
    prec=38,
    rounding=ROUND_HALF_EVEN,
    traps=[DivisionByZero, Inexact, InvalidOperation, Overflow],
)


def line_amount(exact: Fraction) -> Decimal:
    """Round half-even to 12 places; Inexact where that takes over 38 digits."""
    return _shift(round(exact * 10**LINE_PLACES), LINE_PLACES)


def exact_decimal(exact: Fraction) -> Decimal:
    """Return the same number; ValueError where it needs more than 12 places."""
    if (exact * 10**LINE_PLACES).denominator != 1:
        raise ValueError(f"A price has at most {LINE_PLACES} decimal places.")
    return _shift(int(exact * 10**LINE_PLACES), LINE_PLACES)


def total_amount(exact: Fraction, *, minor_unit_digits: int) -> Decimal:
    """Round half-up, away from zero, to the currency's minor unit."""
    units = floor(abs(exact) * 10**minor_unit_digits + Fraction(1, 2))
    return _shift(units if exact >= 0 else -units, minor_unit_digits)


def add(amounts: Sequence[Decimal]) -> Decimal:
    """Return the exact sum; Inexact where that takes over 38 digits."""
    total = Decimal(0)
    for amount in amounts:
        total = CONTEXT.add(total, amount)
    return total


def subtract(minuend: Decimal, subtrahend: Decimal) -> Decimal:
    return CONTEXT.subtract(minuend, subtrahend)


def allocate(whole: int, *, weights: Sequence[int]) -> list[int]:
    """Split ``whole`` in proportion to ``weights`` so that the parts sum to it.

    Largest remainder; of equal remainders the earlier wins. No part exceeds its
    weight where ``whole`` does not exceed their sum. ValueError for a negative
    number, or a positive whole with no weight to carry it.
    """
    if whole < 0 or any(weight < 0 for weight in weights):
        raise ValueError((whole, weights))
    if whole == 0:
        return [0] * len(weights)
    return _largest_remainder(whole, weights, sum(weights))


def share_total(
    total: Decimal, exacts: Sequence[Fraction], *, minor_unit_digits: int
) -> list[Decimal]:
    """Split a rounded total into rounded parts, each near its exact amount.

    Largest remainder over the parts rounded down, so that credits split as well;
    the parts sum to ``total``.
    """
    scaled = [exact * 10**minor_unit_digits for exact in exacts]
    units = [floor(amount) for amount in scaled]
    left = int(Fraction(total) * 10**minor_unit_digits) - sum(units)
    by_remainder = sorted(range(len(units)), key=lambda i: units[i] - scaled[i])
    for index in by_remainder[:left]:
        units[index] += 1
    return [_shift(unit, minor_unit_digits) for unit in units]


def spell(amount: Decimal) -> str:
    """Print every digit and no exponent."""
    return format(amount, "f")


def _largest_remainder(whole: int, weights: Sequence[int], total: int) -> list[int]:
    if total == 0:
        raise ValueError((whole, weights))
    parts = [whole * weight // total for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda i: -(whole * weights[i] % total)
    )
    for index in by_remainder[: whole - sum(parts)]:
        parts[index] += 1
    return parts


def _shift(units: int, places: int) -> Decimal:
    return CONTEXT.create_decimal(units).scaleb(-places, CONTEXT)
