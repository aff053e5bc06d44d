"""GetCostReport: what accounts cost in one month, up to now or complete."""

from typing import Annotated, cast

import msgspec
from msgspec import Meta

from billing.costs import CostReport, Question, report_costs
from billing.lines import Grouping
from billing.members import (
    AccountId,
    CostLine,
    MonthName,
    PriceBookVersion,
    Reconciliation,
    asked_month,
    shown_line,
    shown_reconciliation,
    shown_versions,
)
from billing.money import spell
from billing.months import Month
from billing.pages import page_of
from billing.price_parts import price_parts
from billing.tenants import asked_accounts, organisation_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Result, Timestamp


class GetCostReportParams(Params, frozen=True):
    """``month`` is ``2026-11``, by default the call's own.

    Only the management account may ask for another ``account_id`` or for the whole
    organisation. ``tag_key`` goes with ``GroupBy`` ``TAG``. ``compare`` adds the total
    of the month before.
    """

    month: MonthName | None = None
    group_by: Grouping | None = None
    key_arn: Annotated[str, Meta(min_length=1, max_length=256)] | None = None
    tag_key: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    account_id: AccountId | None = None
    whole_organisation: bool = False
    compare: bool = False
    max_results: Annotated[int, Meta(ge=1, le=1000)] | None = None
    next_token: Annotated[str, Meta(min_length=1, max_length=512)] | None = None


class GetCostReportResult(Result, frozen=True, kw_only=True):
    """All pages' lines add up to ``total``; ``subtotal`` is before rounding.

    Amounts are exact decimals in ``currency``. ``forecast_key_cost`` is what the keys
    will have cost at the month's end if none changes, ``forecast_total`` adds the
    calls at the pace so far. ``price_book`` is the one in force last, ``price_books``
    all of the month's.
    """

    month: str
    lines: tuple[CostLine, ...]
    subtotal: str
    total: str
    currency: str
    price_book: PriceBookVersion
    price_books: tuple[PriceBookVersion, ...] = ()
    key_hours: int
    requests: int
    forecast_key_cost: str
    forecast_total: str
    reconciliation: Reconciliation
    as_of: Timestamp
    estimated: bool
    previous_total: str | None = None
    next_token: str | None = None


def check(call: Call, bound: None) -> None:
    """Refuse a month that has not begun, and a tag without its name."""
    params = cast(GetCostReportParams, call.params)
    asked_month(call, params.month)
    if (params.group_by is Grouping.TAG) != (params.tag_key is not None):
        raise ValidationException("GroupBy TAG and TagKey go together.")


@account_operation(service="portal", kind=Kind.READ, check=check)
def get_cost_report(call: Call, params: GetCostReportParams) -> GetCostReportResult:
    question = _question(call, params, asked_month(call, params.month))
    report = report_costs(question)
    lines, next_token = page_of(
        report.lines,
        limit=params.max_results,
        token=params.next_token,
        scope=_scope(call, params, question),
    )
    versions = shown_versions(question.parts)
    return GetCostReportResult(
        month=str(question.month),
        lines=tuple(shown_line(line) for line in lines),
        subtotal=spell(report.subtotal),
        total=spell(report.total),
        currency=question.currency,
        price_book=versions[-1],
        price_books=versions if len(versions) > 1 else (),
        key_hours=report.key_hours,
        requests=report.requests,
        forecast_key_cost=spell(report.forecast_key_cost),
        forecast_total=spell(report.forecast_total),
        reconciliation=shown_reconciliation(report.reconciliation),
        as_of=Timestamp(report.as_of),
        estimated=report.is_estimated,
        previous_total=_previous_total(call, params, question),
        next_token=next_token,
    )


def _question(call: Call, params: GetCostReportParams, month: Month) -> Question:
    return Question(
        account_ids=asked_accounts(
            call,
            account_id=params.account_id,
            whole_organisation=params.whole_organisation,
        ),
        month=month,
        parts=price_parts(organisation_of(call.account_id), month),
        now=call.time,
        by=params.group_by,
        key_arn=params.key_arn,
        tag=params.tag_key,
    )


def _previous_total(
    call: Call, params: GetCostReportParams, question: Question
) -> str | None:
    if not params.compare or question.month == Month(1970, 1):
        return None
    simple = msgspec.structs.replace(params, group_by=Grouping.ACCOUNT, tag_key=None)
    report: CostReport = report_costs(_question(call, simple, question.month.previous))
    return spell(report.total)


def _scope(
    call: Call, params: GetCostReportParams, question: Question
) -> tuple[str, ...]:
    by = params.group_by.value if params.group_by else ""
    asked = (params.key_arn or "", params.tag_key or "")
    return (call.account_id, *question.account_ids, str(question.month), by, *asked)
