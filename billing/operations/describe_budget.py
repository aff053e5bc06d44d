"""DescribeBudget: a budget, how it stands now and the alerts it gave."""

from billing.budgets.keeping import find_budget
from billing.budgets.shapes import (
    Alert,
    BudgetName,
    ShownBudget,
    shown_alert,
    shown_budget,
)
from billing.budgets.spending import spending_of
from billing.models import BudgetAlert
from billing.money import spell
from billing.months import Month
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Result

_MOST_ALERTS = 100


class DescribeBudgetParams(Params, frozen=True):
    budget_name: BudgetName


class DescribeBudgetResult(Result, frozen=True, kw_only=True):
    """Costs are of this month; there is no forecast on its first day.

    ``alerts`` are the last hundred, newest first.
    """

    budget: ShownBudget
    month: str
    actual_amount: str
    forecast_amount: str | None = None
    currency: str
    alerts: tuple[Alert, ...]


@account_operation(service="portal", kind=Kind.READ)
def describe_budget(call: Call, params: DescribeBudgetParams) -> DescribeBudgetResult:
    budget = find_budget(call.account_id, params.budget_name)
    spent = spending_of(budget, Month.of(call.time), now=call.time)
    alerts = BudgetAlert.objects.filter(budget=budget).order_by("-made_at", "id")
    return DescribeBudgetResult(
        budget=shown_budget(budget),
        month=str(spent.month),
        actual_amount=spell(spent.actual),
        forecast_amount=None if spent.forecast is None else spell(spent.forecast),
        currency=spent.currency,
        alerts=tuple(shown_alert(one) for one in alerts[:_MOST_ALERTS]),
    )
