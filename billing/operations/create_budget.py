"""CreateBudget: a monthly limit, and who is told when it is neared."""

from typing import Annotated

from billing.budgets.checking import check_budget
from billing.budgets.keeping import keep_budget, new_budget
from billing.budgets.shapes import BudgetParams, ShownBudget, shown_budget
from billing.models import Budget
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import AlreadyExistsException, LimitExceededException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import SECRET, Result

_MOST = 100


class CreateBudgetParams(BudgetParams, frozen=True, kw_only=True):
    """``blocks_cryptography`` is refused: a budget alerts only."""


class CreateBudgetResult(Result, frozen=True, kw_only=True):
    """``webhook_secret`` signs what webhooks get (HMAC-SHA-256); shown this once."""

    budget: ShownBudget
    webhook_secret: Annotated[str, SECRET] | None = None


@account_operation(service="portal", kind=Kind.CHANGE, check=check_budget)
def create_budget(call: Call, params: CreateBudgetParams) -> CreateBudgetResult:
    own = Budget.objects.in_account(call.account_id)
    if own.filter(name=params.budget_name).exists():
        raise AlreadyExistsException(f"There is a budget {params.budget_name} already.")
    if own.count() >= _MOST:
        raise LimitExceededException(f"An account may have {_MOST} budgets.")
    budget = new_budget(call, params)
    secret = keep_budget(budget, call, params)
    return CreateBudgetResult(budget=shown_budget(budget), webhook_secret=secret)
