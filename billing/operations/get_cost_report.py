"""GetCostReport: an account's cost of one month, up to now or complete."""

from typing import Annotated, cast

from msgspec import Meta

from billing import lines
from billing.catalogue import DEFAULT_BOOK, find_price_book
from billing.costs import CostReport, Question, report_costs
from billing.lines import Grouping
from billing.money import spell
from billing.months import Month, spell_day
from billing.prices import parse_price_book
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Part, Result, Timestamp, matching


class GetCostReportParams(Params, frozen=True):
    """``month`` is ``2026-11``, by default the call's own."""

    month: Annotated[str, matching(r"[0-9]{4}-(0[1-9]|1[0-2])")] | None = None
    group_by: Grouping | None = None
    key_arn: Annotated[str, Meta(min_length=1, max_length=256)] | None = None


class CostLine(Part, frozen=True):
    """Quantities and their exact cost; what the grouping does not tell is left out.

    ``waiver`` says why a line costs nothing: ``AWS_MANAGED_KEY``, ``UNPRICED`` where
    the book has no price, or ``PAID_BY_CALLER`` for calls of the account ``paid_by``.
    """

    amount: str
    key_hours: int = 0
    rotation_hours: int = 0
    requests: int = 0
    free_requests: int = 0
    sku: str = ""
    key_arn: str = ""
    key_owner: str = ""
    operation: str = ""
    request_class: str = ""
    day: str = ""
    waiver: str = ""
    paid_by: str = ""


class PriceBookVersion(Part, frozen=True):
    """The book that priced the report; ``digest`` is SHA-256 of its canonical JSON."""

    name: str
    version: int
    digest: str


class Reconciliation(Part, frozen=True):
    """The account's own calls of the month, as metered and as priced."""

    metered_requests: int
    priced_requests: int
    unpriced_requests: int
    is_balanced: bool


class GetCostReportResult(Result, frozen=True):
    """The lines add up to ``total``; ``subtotal`` is before rounding to the minor unit.

    Amounts are exact decimals in ``currency``. ``forecast_key_cost`` is what the keys
    will have cost at the month's end if none changes.
    """

    month: str
    lines: tuple[CostLine, ...]
    subtotal: str
    total: str
    currency: str
    price_book: PriceBookVersion
    key_hours: int
    requests: int
    forecast_key_cost: str
    reconciliation: Reconciliation
    as_of: Timestamp
    estimated: bool


def check(call: Call, bound: None) -> None:
    """Refuse a month that has not begun."""
    month = _month(call)
    if month > Month.of(call.time):
        raise ValidationException(f"The month {month} has not begun yet.")


@account_operation(service="portal", kind=Kind.READ, check=check)
def get_cost_report(call: Call, params: GetCostReportParams) -> GetCostReportResult:
    month = _month(call)
    row = find_price_book(DEFAULT_BOOK, at=month.begins)
    question = Question(
        account_id=call.account_id,
        month=month,
        book=parse_price_book(row.document),
        now=call.time,
        by=params.group_by,
        key_arn=params.key_arn,
    )
    version = PriceBookVersion(name=row.name, version=row.version, digest=row.digest)
    return _result(question, report_costs(question), version)


def _params(call: Call) -> GetCostReportParams:
    return cast(GetCostReportParams, call.params)


def _month(call: Call) -> Month:
    text = _params(call).month
    if text is None:
        return Month.of(call.time)
    try:
        return Month.parse(text)
    except ValueError:
        raise ValidationException(f"{text} is not a month since 1970.") from None


def _result(
    question: Question, report: CostReport, version: PriceBookVersion
) -> GetCostReportResult:
    return GetCostReportResult(
        month=str(question.month),
        lines=tuple(_line(line) for line in report.lines),
        subtotal=spell(report.subtotal),
        total=spell(report.total),
        currency=question.book.currency,
        price_book=version,
        key_hours=report.key_hours,
        requests=report.requests,
        forecast_key_cost=spell(report.forecast_key_cost),
        reconciliation=_reconciliation(report),
        as_of=Timestamp(report.as_of),
        estimated=report.is_estimated,
    )


def _reconciliation(report: CostReport) -> Reconciliation:
    return Reconciliation(
        metered_requests=report.reconciliation.metered_requests,
        priced_requests=report.reconciliation.priced_requests,
        unpriced_requests=report.reconciliation.unpriced_requests,
        is_balanced=report.reconciliation.is_balanced,
    )


def _line(line: lines.Line) -> CostLine:
    return CostLine(
        amount=spell(line.amount),
        key_hours=line.key_hours,
        rotation_hours=line.rotation_hours,
        requests=line.requests,
        free_requests=line.free_requests,
        sku=line.sku,
        key_arn=line.key_arn,
        key_owner=line.key_owner,
        operation=line.operation,
        request_class=line.request_class,
        day="" if line.day is None else spell_day(line.day),
        waiver=line.waiver.value if line.waiver else "",
        paid_by=line.paid_by,
    )
