"""ListStatements: the months that are closed, newest first."""

import msgspec

from billing.models import AccountStatement
from billing.months import Month
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Part, Result, Timestamp


class ListStatementsParams(Params, frozen=True):
    """Nothing to ask."""


class StatementEntry(Part, frozen=True):
    """One month of the caller's account; ``digest`` is of the account's part."""

    number: str
    month: str
    issued_at: Timestamp
    total: str
    currency: str
    digest: str
    corrections: int


class ListStatementsResult(Result, frozen=True):
    """The statements of the caller's account."""

    statements: tuple[StatementEntry, ...]


class _Document(msgspec.Struct, rename="pascal"):
    total: str
    currency: str
    corrections: list[msgspec.Raw]


@account_operation(service="portal", kind=Kind.READ)
def list_statements(call: Call, params: ListStatementsParams) -> ListStatementsResult:
    rows = AccountStatement.objects.in_account(call.account_id)
    found = rows.select_related("statement").order_by("-month")
    return ListStatementsResult(statements=tuple(_entry(row) for row in found))


def _entry(row: AccountStatement) -> StatementEntry:
    document = msgspec.json.decode(row.document, type=_Document)
    return StatementEntry(
        number=row.statement_id,
        month=str(Month.at(row.month)),
        issued_at=Timestamp(row.statement.issued_at),
        total=document.total,
        currency=document.currency,
        digest=row.digest,
        corrections=len(document.corrections),
    )
