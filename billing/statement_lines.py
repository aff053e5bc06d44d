"""The lines of one account's month as a statement spells them."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from billing.charges import Charge
from billing.lines import FULL_DETAIL, Line, gather_by, sum_exactly
from billing.money import spell
from billing.months import Month, moment_of
from billing.price_parts import PricePart
from billing.priced import Reading, key_time, price_calls, price_key_time
from billing.reconciliation import Reconciliation, reconcile
from billing.terms import spell_terms
from kmsportal.core.moments import microseconds

Spelled = dict[str, Any]
QUANTITIES = ("KeyHours", "RotationHours", "Requests", "FreeRequests")


class PricedMonth(NamedTuple):
    """A complete month of an account, in full detail."""

    lines: list[Spelled]
    exact: Fraction
    reconciliation: Reconciliation


def price_month(
    account_id: str, month: Month, parts: tuple[PricePart, ...]
) -> PricedMonth:
    """Price all of a month that has ended."""
    reading = Reading(
        account_id=account_id,
        month=month,
        parts=parts,
        until=microseconds(month.ends) - 1,
    )
    calls = price_calls(reading, strangers=False)
    charges: list[Charge] = [*price_key_time(reading, key_time(reading)), *calls]
    return PricedMonth(
        lines=[spell_line(line) for line in gather_by(charges, FULL_DETAIL)],
        exact=sum_exactly(charges),
        reconciliation=reconcile([account_id], month, parts, calls),
    )


def spell_line(line: Line) -> Spelled:
    """Spell a line; what is empty is left out, and the account is the statement's."""
    members: Spelled = {
        "Sku": line.sku,
        "Region": line.region,
        "KeyArn": line.key_arn,
        "KeyOwner": line.key_owner,
        "Operation": line.operation,
        "RequestClass": line.request_class,
        "Waiver": line.waiver.value if line.waiver else "",
        "PricePart": line.part,
        "KeyHours": line.key_hours,
        "RotationHours": line.rotation_hours,
        "Requests": line.requests,
        "FreeRequests": line.free_requests,
    }
    shown = {name: value for name, value in members.items() if value}
    return {**shown, "Amount": spell(line.amount)}


def spell_parts(parts: Iterable[PricePart]) -> list[Spelled]:
    """Say by which books, on which terms, the hours of the month were priced."""
    return [
        {
            "Name": part.book.name,
            "Version": part.book.version,
            "Digest": part.digest,
            "Terms": spell_terms(part.terms),
            "From": spell_moment(part.hours.begins),
            "To": spell_moment(part.hours.ends),
        }
        for part in parts
    ]


def spell_moment(hour: int) -> str:
    return f"{moment_of(hour):%Y-%m-%dT%H:%M:%SZ}"


def amount_of(lines: Iterable[Spelled]) -> Fraction:
    return sum((Fraction(Decimal(line["Amount"])) for line in lines), Fraction(0))
