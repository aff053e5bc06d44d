"""Credits and debits that the operator gives for a closed month."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from billing.models import AccountStatement, Adjustment
from billing.money import exact_decimal, spell
from billing.months import Month


class AdjustmentRefused(ValueError):  # noqa: N818 - the name says what happened
    """The adjustment cannot be made; says why."""


def adjust(
    account_id: str, month: Month, *, amount: str, reason: str, now: datetime
) -> Adjustment:
    """Enter ``amount`` (negative is a credit) for the account's next statement.

    AdjustmentRefused for a month without a statement, for nothing, and without a
    reason.
    """
    closed = AccountStatement.objects.in_account(account_id)
    if not closed.filter(month=month.ordinal).exists():
        raise AdjustmentRefused(f"{month} of {account_id} has no statement to adjust.")
    if not reason.strip():
        raise AdjustmentRefused("An adjustment has a reason.")
    return Adjustment.objects.create(
        account_id=account_id,
        month=month.ordinal,
        amount=_spelled(amount),
        reason=reason,
        created_at=now,
    )


def _spelled(amount: str) -> str:
    try:
        value = Decimal(amount)
        exact = exact_decimal(Fraction(value))
    except (InvalidOperation, ValueError, OverflowError):
        raise AdjustmentRefused(f"{amount} is not an exact amount.") from None
    if not exact:
        raise AdjustmentRefused("An adjustment of nothing is none.")
    return spell(exact)
