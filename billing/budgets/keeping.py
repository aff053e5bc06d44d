"""Budgets put into their rows, and found there."""

import secrets
import uuid
from decimal import Decimal

from billing.budgets.checking import watched_accounts
from billing.budgets.shapes import BudgetParams
from billing.models import (
    Budget,
    BudgetNotification,
    BudgetSubscriber,
    SubscriptionType,
)
from kmsportal.core.call import Call
from kmsportal.core.errors import ResourceNotFoundException
from kmsportal.sealing.accounts import seal, unseal

_TABLE = "budget"
_SECRET_BYTES = 32


def find_budget(account_id: str, name: str) -> Budget:
    """Return a budget of the account; ResourceNotFoundException without one."""
    found = Budget.objects.in_account(account_id).filter(name=name).first()
    if found is None:
        raise ResourceNotFoundException(f"There is no budget named {name}.")
    return found


def new_budget(call: Call, params: BudgetParams) -> Budget:
    return Budget(
        id=uuid.uuid4(),
        account_id=call.account_id,
        name=params.budget_name,
        created_at=call.time,
    )


def keep_budget(budget: Budget, call: Call, params: BudgetParams) -> str | None:
    """Write all of a budget; return the secret of its webhooks if it is a new one."""
    budget.scope = params.scope
    budget.watched_account = watched_accounts(call, params)[0]
    budget.key_arn = params.key_arn or ""
    budget.tag_key = params.tag_key or ""
    budget.tag_value = params.tag_value or ""
    budget.limit = Decimal(params.limit_amount)
    budget.updated_at = budget.due_at = call.time
    secret = _new_secret(budget, params)
    budget.save()
    _keep_parts(budget, params)
    return secret


def webhook_secret(budget: Budget) -> bytes:
    """Open the key of the budget's signatures; SealBrokenError where it cannot be."""
    sealed = bytes(budget.sealed_secret)
    return unseal(budget.account_id, _TABLE, str(budget.id), sealed=sealed)


def _new_secret(budget: Budget, params: BudgetParams) -> str | None:
    kinds = {one.subscription_type for one in params.subscribers}
    if SubscriptionType.WEBHOOK not in kinds or budget.sealed_secret:
        return None
    secret = secrets.token_hex(_SECRET_BYTES)
    row = (_TABLE, str(budget.id))
    budget.sealed_secret = seal(budget.account_id, *row, plaintext=secret.encode())
    return secret


def _keep_parts(budget: Budget, params: BudgetParams) -> None:
    budget.budgetnotification_set.all().delete()
    budget.budgetsubscriber_set.all().delete()
    BudgetNotification.objects.bulk_create(
        BudgetNotification(
            budget=budget,
            notification_type=one.notification_type,
            threshold_type=one.threshold_type,
            threshold=Decimal(one.threshold),
        )
        for one in params.notifications
    )
    BudgetSubscriber.objects.bulk_create(
        BudgetSubscriber(
            budget=budget,
            subscription_type=one.subscription_type,
            address=one.address,
        )
        for one in params.subscribers
    )
