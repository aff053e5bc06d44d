"""GetStatement: a closed month, with the bytes that were signed."""

import base64
from typing import Any

from billing.members import AccountId, MonthName, asked_month
from billing.models import AccountStatement, SigningKey, Statement
from billing.tenants import asked_accounts, is_management_account
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ResourceNotFoundException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Part, Result, Timestamp


class GetStatementParams(Params, frozen=True):
    """``account_id`` may be another of the organisation, for its management account."""

    month: MonthName
    account_id: AccountId | None = None


class SignedDocument(Part, frozen=True):
    """Canonical JSON (RFC 8785), its SHA-256 and its Ed25519 signature in base64."""

    document: str
    digest: str
    signature: str


class GetStatementResult(Result, frozen=True, kw_only=True):
    """``account`` is one account's part in full detail.

    ``organisation`` is the consolidated statement, for the management account alone.
    ``public_key`` is Ed25519's 32 bytes in base64.
    """

    number: str
    issued_at: Timestamp
    account: SignedDocument
    organisation: SignedDocument | None = None
    previous_digest: str | None = None
    signing_key_id: str
    public_key: str


@account_operation(service="portal", kind=Kind.READ)
def get_statement(call: Call, params: GetStatementParams) -> GetStatementResult:
    month = asked_month(call, params.month)
    (account_id,) = asked_accounts(
        call, account_id=params.account_id, whole_organisation=False
    )
    rows = AccountStatement.objects.in_account(account_id)
    row = rows.select_related("statement").filter(month=month.ordinal).first()
    if row is None:
        raise ResourceNotFoundException(f"{month} has no statement yet.")
    return _result(row, is_manager=is_management_account(call.account_id))


def _result(row: AccountStatement, *, is_manager: bool) -> GetStatementResult:
    statement = row.statement
    key = SigningKey.objects.get(key_id=statement.key_id)
    return GetStatementResult(
        number=statement.number,
        issued_at=Timestamp(statement.issued_at),
        account=_signed(row),
        organisation=_signed(statement) if is_manager else None,
        previous_digest=statement.previous_digest or None if is_manager else None,
        signing_key_id=statement.key_id,
        public_key=_base64(key.public_key),
    )


def _signed(row: AccountStatement | Statement) -> SignedDocument:
    return SignedDocument(
        document=row.document, digest=row.digest, signature=_base64(row.signature)
    )


def _base64(value: Any) -> str:  # noqa: ANN401 - databases differ in their bytes
    return base64.b64encode(bytes(value)).decode()
