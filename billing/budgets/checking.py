"""Which budgets are refused when they are set."""

import fnmatch
from decimal import Decimal
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from billing.budgets.shapes import BudgetParams, Subscriber
from billing.models import BudgetScope, SubscriptionType
from billing.tenants import asked_accounts
from kmsportal.core.call import Call
from kmsportal.core.errors import ValidationException


def check_budget(call: Call, _bound: None) -> None:
    """Refuse what could not be meant, and what is another account's.

    AccessDenied for accounts that are not the caller's to ask about.
    """
    params = cast(BudgetParams, call.params)
    if params.blocks_cryptography:
        raise ValidationException(
            "BlocksCryptography is not offered: a budget alerts and stops no call."
        )
    if not Decimal(params.limit_amount):
        raise ValidationException("LimitAmount must be more than 0.")
    watched_accounts(call, params)
    _check_scope(params)
    _check_notifications(params)
    for subscriber in params.subscribers:
        check_subscriber(subscriber)
    if len(set(params.subscribers)) != len(params.subscribers):
        raise ValidationException("A subscriber is named twice.")


def watched_accounts(call: Call, params: BudgetParams) -> tuple[str, ...]:
    """Return the accounts that the budget adds up."""
    is_whole = params.scope == BudgetScope.ORGANIZATION
    if is_whole and params.account_id:
        raise ValidationException("Scope ORGANIZATION goes without AccountId.")
    return asked_accounts(
        call, account_id=params.account_id, whole_organisation=is_whole
    )


def check_subscriber(subscriber: Subscriber) -> None:
    """Refuse an address that is none, or that the operator does not allow."""
    if subscriber.subscription_type == SubscriptionType.EMAIL:
        try:
            validate_email(subscriber.address)
        except ValidationError:
            raise ValidationException(
                f"{subscriber.address} is not an e-mail address."
            ) from None
    elif not is_allowed_webhook(subscriber.address):
        raise ValidationException(
            "The operator does not allow that address. KMSPORTAL_WEBHOOK_HOSTS lists"
            " the hosts that alerts may be posted to."
        )


def is_allowed_webhook(address: str) -> bool:
    """Whether the operator lets alerts be posted there.

    A tenant must not make the portal call what only the portal can reach.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        return False
    rules: list[str] = settings.KMSPORTAL_WEBHOOK_HOSTS
    return any(fnmatch.fnmatchcase(parts.hostname, rule) for rule in rules)


def _check_scope(params: BudgetParams) -> None:
    if (params.scope == BudgetScope.KEY) != (params.key_arn is not None):
        raise ValidationException("Scope KEY and KeyArn go together.")
    given = (params.tag_key is not None, params.tag_value is not None)
    if given != (params.scope == BudgetScope.TAG,) * 2:
        raise ValidationException("Scope TAG, TagKey and TagValue go together.")


def _check_notifications(params: BudgetParams) -> None:
    thresholds = [
        (one.notification_type, one.threshold_type, Decimal(one.threshold))
        for one in params.notifications
    ]
    if len(set(thresholds)) != len(thresholds):
        raise ValidationException("A threshold is named twice.")
    if not all(threshold for _, _, threshold in thresholds):
        raise ValidationException("A threshold must be more than 0.")
