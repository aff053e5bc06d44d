"""DeleteBudget: a budget goes, with its alerts; their events stay in the ledger."""

from billing.budgets.keeping import find_budget
from billing.budgets.shapes import BudgetName
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty, Params


class DeleteBudgetParams(Params, frozen=True):
    budget_name: BudgetName


@account_operation(service="portal", kind=Kind.CHANGE)
def delete_budget(call: Call, params: DeleteBudgetParams) -> Empty:
    find_budget(call.account_id, params.budget_name).delete()
    return Empty()
