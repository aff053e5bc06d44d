"""What accounts have spent in a month, to the moment or to the month's end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import msgspec
from django.conf import settings

from billing.charges import Charge, Unit, Waiver
from billing.lines import Grouping, Line, count, gather, rounding_line, sum_exactly
from billing.money import add, line_amount, subtract, total_amount
from billing.months import Month
from billing.price_parts import PricePart
from billing.priced import Reading, key_time, price_calls, price_key_time
from billing.reconciliation import Reconciliation, reconcile
from kmsportal.core.moments import microseconds

__all__ = ["CostReport", "Question", "Reconciliation", "grace", "report_costs"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is asked: whose month, at which prices, seen when and how.

    With ``key_arn``, lines and sums are of that key alone; its share of a free tier is
    the one it has in the whole account, and so is the reconciliation. ``tag`` names
    the tag that lines are grouped by.
    """

    account_ids: tuple[str, ...]
    month: Month
    parts: tuple[PricePart, ...]
    now: datetime
    by: Grouping | None = None
    key_arn: str | None = None
    tag: str | None = None

    @property
    def as_of(self) -> datetime:
        return min(self.now, self.month.ends)

    @property
    def currency(self) -> str:
        return self.parts[-1].book.currency

    @property
    def minor_unit_digits(self) -> int:
        return self.parts[-1].book.minor_unit_digits

    def reading(self, account_id: str) -> Reading:
        """Return what must be read of one account to answer."""
        return Reading(
            account_id=account_id,
            month=self.month,
            parts=self.parts,
            until=microseconds(self.as_of),
            by_key=self.by in {None, Grouping.KEY},
            by_day=self.by is Grouping.DAY,
            by_principal=self.by is Grouping.PRINCIPAL,
            key_arn=self.key_arn,
            tag=self.tag if self.by is Grouping.TAG else None,
        )


class CostReport(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a month and their sums; amounts are in the book's currency.

    ``lines`` add up to ``total`` exactly: the last one is the rounding to the minor
    unit where there is any. ``subtotal`` is the sum without that line. Key-hours and
    requests count what is charged; what is waived is in the lines alone.
    ``forecast_key_cost`` is the keys' cost at the month's end if none changes, and
    ``forecast_total`` adds the calls at the pace of the month so far.
    """

    as_of: datetime
    is_estimated: bool
    lines: Sequence[Line]
    subtotal: Decimal
    total: Decimal
    key_hours: int
    requests: int
    forecast_key_cost: Decimal
    forecast_total: Decimal
    reconciliation: Reconciliation


def grace() -> timedelta:
    """How long after its end a month may still change; it is an estimate until then."""
    return timedelta(hours=settings.KMSPORTAL_BILLING_GRACE_HOURS)


def report_costs(question: Question) -> CostReport:
    """Price what was metered for the accounts up to the question's moment."""
    readings = [question.reading(account_id) for account_id in question.account_ids]
    histories = [(reading, key_time(reading)) for reading in readings]
    keys = [charge for one in histories for charge in price_key_time(*one)]
    calls = [charge for reading in readings for charge in price_calls(reading)]
    ends = microseconds(question.month.ends)
    forecast = keys
    if question.as_of < question.month.ends:
        forecast = [
            charge
            for reading, found in histories
            for charge in price_key_time(_until(reading, ends), found)
        ]
    return _report(question, keys, calls, forecast=sum_exactly(forecast))


def _until(reading: Reading, ends: int) -> Reading:
    """Return the same reading to the month's end, as coarse as a sum may be."""
    return msgspec.structs.replace(
        reading, until=ends, by_key=False, by_day=False, tag=None
    )


def _report(
    question: Question,
    keys: Sequence[Charge],
    calls: Sequence[Charge],
    *,
    forecast: Fraction,
) -> CostReport:
    charges = [*keys, *calls]
    lines = gather(charges, by=question.by)
    subtotal = add([line.amount for line in lines])
    digits = question.minor_unit_digits
    total = total_amount(sum_exactly(charges), minor_unit_digits=digits)
    charged = [charge for charge in charges if charge.waiver is None]
    expected = forecast + sum_exactly(calls) * _pace(question)
    return CostReport(
        as_of=question.as_of,
        is_estimated=question.now < question.month.ends + grace(),
        lines=[*lines, *_rounding(subtract(total, subtotal))],
        subtotal=subtotal,
        total=total,
        key_hours=count(charged, Unit.KEY_HOURS),
        requests=count(charged, Unit.REQUESTS),
        forecast_key_cost=line_amount(forecast),
        forecast_total=total_amount(expected, minor_unit_digits=digits),
        reconciliation=_reconcile(question, calls),
    )


def _pace(question: Question) -> Fraction:
    """Return how many times what has passed of the month its whole is."""
    passed = microseconds(question.as_of) - microseconds(question.month.begins)
    whole = microseconds(question.month.ends) - microseconds(question.month.begins)
    return Fraction(whole, passed) if passed > 0 else Fraction(1)


def _reconcile(question: Question, calls: Sequence[Charge]) -> Reconciliation:
    if question.key_arn is None:
        own = [one for one in calls if one.waiver is not Waiver.PAID_BY_CALLER]
    else:
        whole = msgspec.structs.replace(question, key_arn=None, by=Grouping.ACCOUNT)
        own = [
            charge
            for account_id in question.account_ids
            for charge in price_calls(whole.reading(account_id), strangers=False)
        ]
    return reconcile(question.account_ids, question.month, question.parts, own)


def _rounding(amount: Decimal) -> list[Line]:
    return [rounding_line(amount)] if amount else []
