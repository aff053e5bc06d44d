"""What a month costs at its own prices and what it would at others."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from billing.costs import CostReport, Question, report_costs
from billing.lines import Grouping
from billing.money import subtract
from billing.months import Month
from billing.price_parts import price_parts, whole_month
from billing.prices import PriceBook
from billing.tenants import organisation_of


class WhatIf(NamedTuple):
    """A month twice: as it is priced, and at one book throughout."""

    actual: CostReport
    other: CostReport
    currency: str
    other_currency: str

    @property
    def difference(self) -> Decimal | None:
        """What the other book adds; None between two currencies."""
        if self.currency != self.other_currency:
            return None
        return subtract(self.other.total, self.actual.total)


def price_with(
    book: PriceBook, account_ids: tuple[str, ...], month: Month, *, now: datetime
) -> WhatIf:
    """Price the accounts' month both ways, by operation."""
    question = Question(
        account_ids=account_ids,
        month=month,
        parts=price_parts(organisation_of(account_ids[0]), month),
        now=now,
        by=Grouping.OPERATION,
    )
    other = Question(
        account_ids=account_ids,
        month=month,
        parts=whole_month(book, month),
        now=now,
        by=Grouping.OPERATION,
    )
    return WhatIf(
        report_costs(question), report_costs(other), question.currency, book.currency
    )
