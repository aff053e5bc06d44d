"""PriceWhatIf: what a month would have cost at another book's prices."""

from billing.catalogue import find_shown_book
from billing.members import CostLine, MonthName, asked_month, shown_line
from billing.money import spell
from billing.prices import Name, Positive, parse_price_book
from billing.tenants import asked_accounts, organisation_of
from billing.what_if import price_with
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Result


class PriceWhatIfParams(Params, frozen=True):
    """``version`` is by default the newest of the book."""

    price_book: Name
    version: Positive | None = None
    month: MonthName | None = None
    whole_organisation: bool = False


class PriceWhatIfResult(Result, frozen=True, kw_only=True):
    """``difference`` is what the other book adds; left out between two currencies."""

    month: str
    actual_total: str
    actual_currency: str
    total: str
    currency: str
    difference: str | None = None
    lines: tuple[CostLine, ...]


@account_operation(service="portal", kind=Kind.READ)
def price_what_if(call: Call, params: PriceWhatIfParams) -> PriceWhatIfResult:
    month = asked_month(call, params.month)
    row = find_shown_book(
        params.price_book, params.version, organisation_of(call.account_id)
    )
    accounts = asked_accounts(
        call, account_id=None, whole_organisation=params.whole_organisation
    )
    found = price_with(parse_price_book(row.document), accounts, month, now=call.time)
    difference = found.difference
    return PriceWhatIfResult(
        month=str(month),
        actual_total=spell(found.actual.total),
        actual_currency=found.currency,
        total=spell(found.other.total),
        currency=found.other_currency,
        difference=None if difference is None else spell(difference),
        lines=tuple(shown_line(line) for line in found.other.lines),
    )
