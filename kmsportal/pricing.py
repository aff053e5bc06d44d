"""What the operator does to bills, each on record in the accounts it concerns."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from audit.cloudtrail import render_service_event
from audit.ledger import append
from billing import adjusting, publishing
from billing.months import Month
from billing.tenants import accounts_of
from billing.terms import Terms
from kmsportal.core.ids import new_event_id


@transaction.atomic
def assign_price_book(
    organisation_id: UUID,
    book_name: str,
    *,
    effective_from: datetime,
    terms: Terms,
    now: datetime,
) -> None:
    """Assign a book and record it for the organisation's management account."""
    row = publishing.assign(
        organisation_id,
        book_name,
        effective_from=effective_from,
        terms=terms,
        now=now,
    )
    details = {
        "priceBook": row.book_name,
        "effectiveFrom": f"{row.effective_from:%Y-%m-%dT%H:%M:%SZ}",
        "terms": row.terms,
    }
    for account_id in accounts_of(organisation_id)[:1]:
        _record("AssignPriceBook", account_id, details, now)


@transaction.atomic
def record_adjustment(
    account_id: str, month: Month, *, amount: str, reason: str, now: datetime
) -> str:
    """Enter a credit or debit and record it for the account; return its amount."""
    row = adjusting.adjust(account_id, month, amount=amount, reason=reason, now=now)
    details = {"month": str(month), "amount": row.amount, "reason": row.reason}
    _record("AdjustBill", account_id, details, now)
    return row.amount


def _record(
    name: str, account_id: str, details: Mapping[str, str], now: datetime
) -> None:
    event = render_service_event(
        service="portal",
        name=name,
        time=now,
        account_id=account_id,
        region=settings.KMSPORTAL_REGIONS[0],
        keys=(),
        details=details,
        event_id=new_event_id(now),
    )
    append(account_id, event)
