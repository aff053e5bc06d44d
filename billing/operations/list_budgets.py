"""ListBudgets: the account's budgets by name."""

from billing.budgets.shapes import ShownBudget, shown_budget
from billing.models import Budget
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Result


class ListBudgetsParams(Params, frozen=True):
    """Nothing to ask."""


class ListBudgetsResult(Result, frozen=True):
    """An account has a hundred at most."""

    budgets: tuple[ShownBudget, ...]


@account_operation(service="portal", kind=Kind.READ)
def list_budgets(call: Call, params: ListBudgetsParams) -> ListBudgetsResult:
    rows = Budget.objects.in_account(call.account_id).order_by("name")
    return ListBudgetsResult(budgets=tuple(shown_budget(row) for row in rows))
