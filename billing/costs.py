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
    UsageReader,
    key_histories,
    own_usage,
    strangers_usage,
)
from billing.money import add, line_amount, subtract, total_amount
from billing.months import Month
from billing.prices import PriceBook
from billing.pricing import (
    Charge,
    KeyHistory,
    Period,
    Unit,
    Usage,
    Waiver,
    price_keys,
    price_requests,
    waive_requests,
)
from kmsportal.core.moments import microseconds

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
    keys = [
        key
        for key in key_histories(question.account_id, question.month)
        if _is_asked(question, key.key_arn)
    ]
    usage = _read(own_usage, question)
    requests = price_requests(question.book, usage)
    seen = waive_requests(_read(strangers_usage, question))
    calls = [
        charge for charge in (*requests, *seen) if _is_asked(question, charge.key_arn)
    ]
    return _report(
        question,
        [*_price_keys(question, keys, until=question.as_of), *calls],
        forecast=_price_keys(question, keys, until=question.month.ends),
        reconciliation=_reconcile(usage, requests),
    )


def _report(
    question: Question,
    charges: Sequence[Charge],
    *,
    forecast: Sequence[Charge],
    reconciliation: Reconciliation,
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
        forecast_key_cost=line_amount(sum_exactly(forecast)),
        reconciliation=reconciliation,
    )


def _is_asked(question: Question, key_arn: str) -> bool:
    return question.key_arn is None or question.key_arn == key_arn


def _read(reader: UsageReader, question: Question) -> list[Usage]:
    return reader(
        question.account_id,
        question.month,
        book=question.book,
        resolution=question.resolution,
    )


def _price_keys(
    question: Question, keys: Iterable[KeyHistory], *, until: datetime
) -> list[Charge]:
    period = Period(question.book, question.month, microseconds(until))
    return price_keys(period, keys, slicing=question.resolution.slicing)


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
