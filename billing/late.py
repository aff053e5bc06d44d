"""Notices what is metered in a month whose statement is out already."""

from collections.abc import Mapping

from billing.models import AccountStatement, LateMonth
from billing.months import month_of


def mark_late_months(days: Mapping[str, int]) -> None:
    """Mark the closed months that a change from ``days`` (by account) on may alter.

    It comes after the rows are written: closing locks their tables, so either it has
    read those rows or its statement is seen here.
    """
    if not days:
        return
    first = {account_id: month_of(day) for account_id, day in days.items()}
    closed = AccountStatement.objects.filter(
        account_id__in=first, month__gte=min(first.values())
    )
    LateMonth.objects.bulk_create(
        [
            LateMonth(account_id=account_id, month=month)
            for account_id, month in closed.values_list("account_id", "month")
            if month >= first[account_id]
        ],
        ignore_conflicts=True,
    )
