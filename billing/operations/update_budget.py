"""UpdateBudget: all of a budget but its name set anew."""

from typing import Annotated

from billing.budgets.checking import check_budget
from billing.budgets.keeping import find_budget, keep_budget
from billing.budgets.shapes import BudgetParams, ShownBudget, shown_budget
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import SECRET, Result


class UpdateBudgetParams(BudgetParams, frozen=True, kw_only=True):
    """A threshold that has alerted this month does not again, even if put back."""


class UpdateBudgetResult(Result, frozen=True, kw_only=True):
    """``webhook_secret`` is there with the budget's first webhook."""

    budget: ShownBudget
    webhook_secret: Annotated[str, SECRET] | None = None


@account_operation(service="portal", kind=Kind.CHANGE, check=check_budget)
def update_budget(call: Call, params: UpdateBudgetParams) -> UpdateBudgetResult:
    budget = find_budget(call.account_id, params.budget_name)
    secret = keep_budget(budget, call, params)
    return UpdateBudgetResult(budget=shown_budget(budget), webhook_secret=secret)
