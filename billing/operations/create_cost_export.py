"""CreateCostExport: ask for a month's costs as a file."""

from typing import cast

from billing.exports.formats import Format
from billing.exports.making import KEPT, is_small, make
from billing.exports.members import ExportEntry, shown_export
from billing.members import AccountId, MonthName, asked_month
from billing.models import CostExport
from billing.price_parts import price_parts
from billing.tenants import asked_accounts, organisation_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import LimitExceededException
from kmsportal.core.ids import new_uuid
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Result

_MOST = 100


class CreateCostExportParams(Params, frozen=True, kw_only=True):
    """``month`` is by default the call's own.

    Only the management account may ask for another ``account_id`` or for the whole
    organisation.
    """

    format: Format
    month: MonthName | None = None
    account_id: AccountId | None = None
    whole_organisation: bool = False


class CreateCostExportResult(Result, frozen=True):
    """A small file is READY with the answer."""

    export: ExportEntry


def check(call: Call, bound: None) -> None:
    """Refuse a month without prices, and more files than anybody keeps."""
    params = cast(CreateCostExportParams, call.params)
    price_parts(organisation_of(call.account_id), asked_month(call, params.month))
    kept = CostExport.objects.in_account(call.account_id)
    if kept.filter(expires_at__gt=call.time).count() >= _MOST:
        raise LimitExceededException(
            f"An account has at most {_MOST} exports; they expire after a week."
        )


@account_operation(service="portal", kind=Kind.CHANGE, check=check)
def create_cost_export(
    call: Call, params: CreateCostExportParams
) -> CreateCostExportResult:
    month = asked_month(call, params.month)
    accounts = asked_accounts(
        call,
        account_id=params.account_id,
        whole_organisation=params.whole_organisation,
    )
    export = CostExport.objects.create(
        export_id=new_uuid(),
        account_id=call.account_id,
        accounts=",".join(accounts),
        month=month.ordinal,
        format=params.format.value,
        created_at=call.time,
        expires_at=call.time + KEPT,
    )
    if is_small(accounts, month):
        make(export, call.time)
    return CreateCostExportResult(export=shown_export(export))
