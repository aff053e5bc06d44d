"""What a budget has seen spent in a month, and what it will have seen."""

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import msgspec

from billing.costs import CostReport, Question, report_costs
from billing.lines import Grouping
from billing.models import Budget, BudgetScope
from billing.money import add, line_amount
from billing.months import Month
from billing.price_parts import price_parts
from billing.tenants import organisation_of, seen_accounts

_YOUNGEST_FORECAST = timedelta(days=1)


class Spending(msgspec.Struct, frozen=True):
    """``forecast`` is None on the first day: a few hours tell nothing of a month."""

    month: Month
    actual: Decimal
    forecast: Decimal | None
    currency: str


def spending_of(budget: Budget, month: Month, *, now: datetime) -> Spending:
    """Price what the budget adds up; a key or a tag is exact to twelve places.

    AccessDenied for accounts that are its account's to ask about no more.
    """
    question = _question(budget, month, now)
    report = report_costs(question)
    actual, forecast = _figures(budget, question, report)
    is_early = question.as_of - month.begins < _YOUNGEST_FORECAST
    return Spending(month, actual, None if is_early else forecast, question.currency)


def _question(budget: Budget, month: Month, now: datetime) -> Question:
    organisation_id = organisation_of(budget.account_id)
    # Asked anew each time: an account may have left the organisation.
    accounts = seen_accounts(
        budget.account_id,
        account_id=budget.watched_account,
        whole_organisation=budget.scope == BudgetScope.ORGANIZATION,
    )
    is_tag = budget.scope == BudgetScope.TAG
    return Question(
        account_ids=accounts,
        month=month,
        parts=price_parts(organisation_id, month),
        now=now,
        by=Grouping.TAG if is_tag else Grouping.ACCOUNT,
        key_arn=budget.key_arn or None,
        tag=budget.tag_key if is_tag else None,
    )


def _figures(
    budget: Budget, question: Question, report: CostReport
) -> tuple[Decimal, Decimal]:
    if budget.scope == BudgetScope.TAG:
        # Which keys will carry a tag is unknown: it goes on as it went so far.
        lines = [one.amount for one in report.lines if one.tag == budget.tag_value]
        actual = add(lines)
        return actual, line_amount(Fraction(actual) * _pace(question))
    if budget.scope == BudgetScope.KEY:
        # A key may cost less than a cent for long.
        return report.subtotal, max(report.subtotal, report.forecast_total)
    return report.total, report.forecast_total


def _pace(question: Question) -> Fraction:
    passed = question.as_of - question.month.begins
    whole = question.month.ends - question.month.begins
    return Fraction(whole // timedelta(seconds=1)) / max(
        1, passed // timedelta(seconds=1)
    )
