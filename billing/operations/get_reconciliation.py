"""GetReconciliation: whether ledger, meter and prices agree on a month."""

from billing.costs import Question, grace, report_costs
from billing.lines import Grouping
from billing.members import MonthName, Reconciliation, asked_month, shown_reconciliation
from billing.models import AccountStatement, LateMonth
from billing.months import Month
from billing.price_parts import price_parts
from billing.tenants import organisation_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Result, Timestamp


class GetReconciliationParams(Params, frozen=True):
    """``month`` is ``2026-11``, by default the call's own."""

    month: MonthName | None = None


class GetReconciliationResult(Result, frozen=True, kw_only=True):
    """``status`` is ``OPEN``, ``GRACE`` or ``CLOSED``.

    ``difference`` is calls in the ledger less calls priced: a month is not closed
    unless it is 0. ``awaits_correction`` says that something was metered after the
    statement; the next one will correct it.
    """

    month: str
    status: str
    closes_at: Timestamp
    reconciliation: Reconciliation
    difference: int
    awaits_correction: bool
    statement_number: str | None = None


@account_operation(service="portal", kind=Kind.READ)
def get_reconciliation(
    call: Call, params: GetReconciliationParams
) -> GetReconciliationResult:
    month = asked_month(call, params.month)
    closed = AccountStatement.objects.in_account(call.account_id)
    statement = closed.filter(month=month.ordinal).first()
    late = LateMonth.objects.filter(account_id=call.account_id, month=month.ordinal)
    found = report_costs(_question(call, month)).reconciliation
    priced = found.priced_requests + found.unpriced_requests
    return GetReconciliationResult(
        month=str(month),
        status=_status(call, month, is_closed=statement is not None),
        closes_at=Timestamp(month.ends + grace()),
        reconciliation=shown_reconciliation(found),
        difference=found.ledger_requests - priced,
        awaits_correction=late.exists(),
        statement_number=statement.statement_id if statement else None,
    )


def _question(call: Call, month: Month) -> Question:
    return Question(
        account_ids=(call.account_id,),
        month=month,
        parts=price_parts(organisation_of(call.account_id), month),
        now=call.time,
        by=Grouping.ACCOUNT,
    )


def _status(call: Call, month: Month, *, is_closed: bool) -> str:
    if is_closed:
        return "CLOSED"
    return "GRACE" if month.ends <= call.time else "OPEN"
