"""Holds what was priced against what was metered and what the ledger holds."""

from collections.abc import Iterable, Sequence

import msgspec

from billing.charges import Charge, Waiver
from billing.metered import Asked, count_in_ledger, own_usage
from billing.months import Month
from billing.price_parts import PricePart


class Reconciliation(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts' own calls: metered are those with and those without a price.

    ``ledger_requests`` are counted apart from the meter and may lag behind it by some
    minutes while a month is open.
    """

    ledger_requests: int
    metered_requests: int
    priced_requests: int
    unpriced_requests: int

    @property
    def is_balanced(self) -> bool:
        return self.metered_requests == self.priced_requests + self.unpriced_requests


def reconcile(
    account_ids: Iterable[str],
    month: Month,
    parts: Sequence[PricePart],
    own: Iterable[Charge],
) -> Reconciliation:
    """Compare the accounts' own charges ``own`` with the meter and the ledger."""
    failed_too = charges_failed_calls(parts)
    priced = unpriced = metered = ledger = 0
    for charge in own:
        if charge.waiver is Waiver.UNPRICED:
            unpriced += charge.quantity
        else:
            priced += charge.quantity
    for account_id in account_ids:
        asked = Asked(
            account_id=account_id,
            month=month,
            hours=month.span,
            by_key=False,
            failed_too=failed_too,
        )
        metered += sum(row.calls for row in own_usage(asked))
        ledger += count_in_ledger(account_id, month, failed_too=failed_too)
    return Reconciliation(
        ledger_requests=ledger,
        metered_requests=metered,
        priced_requests=priced,
        unpriced_requests=unpriced,
    )


def charges_failed_calls(parts: Sequence[PricePart]) -> bool:
    """Whether failed calls are charged, in every part of the month alike.

    ``assign`` refuses a change of that rule within a month.
    """
    return parts[0].book.rules.charges_failed_calls
