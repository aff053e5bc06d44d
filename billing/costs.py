"""What an account has spent in a month, to the moment or to the month's end."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from billing.lines import Grouping, Line, count, gather, rounding_line, sum_exactly
from billing.metered import (
    DAILY,
    MONTHLY,
    Resolution,
    key_times,
    own_usage,
    strangers_usage,
)
from billing.money import add, line_amount, subtract, total_amount
from billing.months import Month, microseconds
from billing.prices import PriceBook
from billing.pricing import (
    Charge,
    Unit,
    Usage,
    Waiver,
    price_keys,
    price_requests,
    waive_requests,
)

GRACE = timedelta(hours=48)
"""How long after its end a month may still change; it is an estimate until then."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is asked: whose month, at which prices, seen when and how.

    With ``key_arn``, lines and sums are of that key alone; its share of a free tier is
    the one it has in the whole account, and so is the reconciliation.
    """

    account_id: str
    month: Month
    book: PriceBook
    now: datetime
    by: Grouping | None = None
    key_arn: str | None = None

    @property
    def as_of(self) -> datetime:
        return min(self.now, self.month.ends)

    @property
    def resolution(self) -> Resolution:
        return DAILY if self.by is Grouping.DAY else MONTHLY


class Reconciliation(msgspec.Struct, frozen=True, kw_only=True):
    """The account's own calls: metered are those with and those without a price."""

    metered_requests: int
    priced_requests: int
    unpriced_requests: int

    @property
    def is_balanced(self) -> bool:
        return self.metered_requests == self.priced_requests + self.unpriced_requests


class CostReport(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a month and their sums; amounts are in the book's currency.

    ``lines`` add up to ``total`` exactly: the last one is the rounding to the minor
    unit where there is any. ``subtotal`` is the sum without that line. Key-hours and
    requests count what is charged; what is waived is in the lines alone.
    ``forecast_key_cost`` is the keys' cost at the month's end if none changes.
    """

    as_of: datetime
    is_estimated: bool
    lines: Sequence[Line]
    subtotal: Decimal
    total: Decimal
    key_hours: int
    requests: int
    forecast_key_cost: Decimal
    reconciliation: Reconciliation


def report_costs(question: Question) -> CostReport:
    """Price what was metered for the account up to the question's moment."""
    usage = _own_usage(question)
    requests = price_requests(question.book, usage)
    charges = _asked(
        question, [*_keys_until(question, question.as_of), *requests, *_seen(question)]
    )
    return _report(question, charges, _reconcile(usage, requests))


def _report(
    question: Question, charges: Sequence[Charge], reconciliation: Reconciliation
) -> CostReport:
    lines = gather(charges, by=question.by)
    subtotal = add([line.amount for line in lines])
    total = total_amount(
        sum_exactly(charges), minor_unit_digits=question.book.minor_unit_digits
    )
    charged = [charge for charge in charges if charge.waiver is None]
    return CostReport(
        as_of=question.as_of,
        is_estimated=question.now < question.month.ends + GRACE,
        lines=[*lines, *_rounding(subtract(total, subtotal))],
        subtotal=subtotal,
        total=total,
        key_hours=count(charged, Unit.KEY_HOURS),
        requests=count(charged, Unit.REQUESTS),
        forecast_key_cost=_forecast(question),
        reconciliation=reconciliation,
    )


def _asked(question: Question, charges: Sequence[Charge]) -> Sequence[Charge]:
    if question.key_arn is None:
        return charges
    return [charge for charge in charges if charge.key_arn == question.key_arn]


def _own_usage(question: Question) -> list[Usage]:
    return own_usage(
        question.account_id,
        question.month,
        book=question.book,
        resolution=question.resolution,
    )


def _seen(question: Question) -> list[Charge]:
    usage = strangers_usage(
        question.account_id,
        question.month,
        book=question.book,
        resolution=question.resolution,
    )
    return waive_requests(usage)


def _keys_until(question: Question, moment: datetime) -> list[Charge]:
    keys = key_times(
        question.account_id,
        question.month,
        book=question.book,
        until=microseconds(moment),
    )
    slicing = question.resolution.slicing
    return price_keys(question.book, question.month, keys, slicing=slicing)


def _forecast(question: Question) -> Decimal:
    charges = _keys_until(question, question.month.ends)
    return line_amount(sum_exactly(_asked(question, charges)))


def _reconcile(usage: Iterable[Usage], requests: Sequence[Charge]) -> Reconciliation:
    unpriced = [charge for charge in requests if charge.waiver is Waiver.UNPRICED]
    missing = count(unpriced, Unit.REQUESTS)
    return Reconciliation(
        metered_requests=sum(row.calls for row in usage),
        priced_requests=count(requests, Unit.REQUESTS) - missing,
        unpriced_requests=missing,
    )


def _rounding(amount: Decimal) -> list[Line]:
    return [rounding_line(amount)] if amount else []
