"""Whose costs a caller may ask for: her account's, or all of her organisation's.

An organisation's management account is the one it was begun with.
"""

from uuid import UUID

from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException
from kmsportal.tenancy.models import Account

_REFUSAL = (
    "Only the organisation's management account may ask for what other accounts cost."
)


def organisation_of(account_id: str) -> UUID | None:
    """Return the organisation of an account; None where there is no such account."""
    rows = Account.objects.filter(id=account_id)
    return rows.values_list("organisation_id", flat=True).first()


def accounts_of(organisation_id: UUID | None) -> tuple[str, ...]:
    """Return the organisation's accounts, its management account first."""
    if organisation_id is None:
        return ()
    rows = Account.objects.filter(organisation_id=organisation_id)
    return tuple(rows.order_by("created_at", "id").values_list("id", flat=True))


def is_management_account(account_id: str) -> bool:
    return accounts_of(organisation_of(account_id))[:1] == (account_id,)


def asked_accounts(
    call: Call, *, account_id: str | None, whole_organisation: bool
) -> tuple[str, ...]:
    """Return the accounts that a call asks about; AccessDenied if they are not hers.

    An account of another organisation is refused like any other, so that nobody learns
    which accounts there are.
    """
    if not whole_organisation and account_id in {None, call.account_id}:
        return (call.account_id,)
    family = accounts_of(organisation_of(call.account_id))
    if family[:1] != (call.account_id,):
        raise AccessDeniedException(_REFUSAL)
    if whole_organisation:
        return family
    if account_id not in family:
        raise AccessDeniedException(_REFUSAL)
    return (str(account_id),)
