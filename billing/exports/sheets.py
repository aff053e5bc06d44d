"""What an export tells of one account's month, open or closed.

A closed month is read from its statement, so its exports never change either.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Q

from billing.lines import FULL_DETAIL, gather_by, sum_exactly
from billing.models import AccountStatement, KeyTagInterval
from billing.money import add, subtract, total_amount
from billing.months import Month
from billing.price_parts import PricePart, price_parts
from billing.priced import Reading, key_time, price_calls, price_key_time
from billing.statement_lines import Spelled, spell_line
from kmsportal.core.moments import microseconds
from kmsportal.tenancy.models import Account, Organisation

Tags = Mapping[str, Mapping[str, str]]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """Lines as statements spell them; ``number`` is empty while the month is open.

    ``tags`` are those that keys had at the month's end, or have now, by ARN.
    """

    account: Account
    organisation: Organisation
    month: Month
    parts: tuple[PricePart, ...]
    lines: Sequence[Spelled]
    corrections: Sequence[Spelled]
    total: Decimal
    tags: Tags
    number: str = ""

    @property
    def currency(self) -> str:
        return self.parts[-1].book.currency

    @property
    def rounding(self) -> Decimal:
        """What the lines lack to the total: each of them is rounded by itself."""
        lines = [*self.lines, *self.corrections]
        return subtract(self.total, add([Decimal(line["Amount"]) for line in lines]))

    @property
    def issuer(self) -> str:
        return str(settings.KMSPORTAL_INVOICE_ISSUER)


def read_sheet(account_id: str, month: Month, *, now: datetime) -> Sheet:
    """Read the statement, or price an open month up to ``now``."""
    account = Account.objects.select_related("organisation").get(id=account_id)
    parts = price_parts(account.organisation_id, month)
    row = AccountStatement.objects.in_account(account_id).filter(month=month.ordinal)
    closed = row.first()
    figures = _billed(closed) if closed else _priced(account_id, month, parts, now)
    return Sheet(
        account=account,
        organisation=account.organisation,
        month=month,
        parts=parts,
        tags=_tags(account_id, microseconds(min(now, month.ends))),
        number=closed.statement_id if closed else "",
        **figures,
    )


def _billed(row: AccountStatement) -> dict[str, Any]:
    document = msgspec.json.decode(row.document)
    return {
        "lines": document["Lines"],
        "corrections": document["Corrections"],
        "total": Decimal(document["Total"]),
    }


def _priced(
    account_id: str, month: Month, parts: tuple[PricePart, ...], now: datetime
) -> dict[str, Any]:
    until = min(microseconds(now), microseconds(month.ends) - 1)
    reading = Reading(account_id=account_id, month=month, parts=parts, until=until)
    calls = price_calls(reading, strangers=False)
    charges = [*price_key_time(reading, key_time(reading)), *calls]
    exact: Fraction = sum_exactly(charges)
    digits = parts[-1].book.minor_unit_digits
    total = total_amount(exact, minor_unit_digits=digits)
    return {
        "lines": [spell_line(line) for line in gather_by(charges, FULL_DETAIL)],
        "corrections": [],
        "total": total,
    }


def _tags(account_id: str, time: int) -> Tags:
    """Return the tags in force just before ``time`` (microseconds)."""
    rows = KeyTagInterval.objects.in_account(account_id).filter(
        Q(ends=None) | Q(ends__gte=time), begins__lt=time
    )
    tags: dict[str, dict[str, str]] = defaultdict(dict)
    columns = rows.order_by("key_arn", "name", "id")
    for arn, name, value in columns.values_list("key_arn", "name", "value"):
        tags[arn][name] = value
    return tags
