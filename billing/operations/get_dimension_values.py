"""GetDimensionValues: the values that a dimension has in a period.

AWS Cost Explorer Service API Reference, "GetDimensionValues".
"""

from enum import Enum
from typing import Annotated, cast

from msgspec import Meta

from billing.exploring.dimensions import value_of
from billing.exploring.filters import check_filter
from billing.exploring.inquiry import Inquiry
from billing.exploring.members import (
    BillingView,
    DateInterval,
    Dimension,
    Expression,
    Granularity,
    Page,
    SortDefinition,
    Text,
)
from billing.exploring.pages import page_of_rows
from billing.exploring.periods import read_span
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Part, Result


class Context(Enum):
    """What the values are of; only costs have any here."""

    COST_AND_USAGE = "COST_AND_USAGE"
    RESERVATIONS = "RESERVATIONS"
    SAVINGS_PLANS = "SAVINGS_PLANS"


class GetDimensionValuesParams(Params, frozen=True, kw_only=True):
    """``search_string`` is a part of the values, whatever the case."""

    time_period: DateInterval
    dimension: Dimension
    search_string: Text | None = None
    dimension_key: Text | None = None
    context: Context | None = None
    filter: Expression | None = None
    sort_by: list[SortDefinition] | None = None
    billing_view_arn: BillingView | None = None
    max_results: Annotated[int, Meta(ge=1)] | None = None
    next_page_token: Page | None = None


class DimensionValue(Part, frozen=True, kw_only=True):
    """A value, and what it is called."""

    value: str
    attributes: dict[str, str]


class GetDimensionValuesResult(Result, frozen=True, kw_only=True):
    """Values ascend; ``total_size`` is of all pages."""

    dimension_values: list[DimensionValue]
    return_size: int
    total_size: int
    next_page_token: str | None = None


def check(call: Call, bound: None) -> None:
    """Refuse what is no period and no filter."""
    params = cast(GetDimensionValuesParams, call.params)
    read_span(params.time_period, Granularity.DAILY)
    check_filter(params.filter)


@account_operation(service="ce", kind=Kind.READ, check=check)
def get_dimension_values(
    call: Call, params: GetDimensionValuesParams
) -> GetDimensionValuesResult:
    span = read_span(params.time_period, Granularity.MONTHLY)
    inquiry = Inquiry.of(call, span, params.filter)
    values: set[str] = set()
    if params.context in {None, Context.COST_AND_USAGE}:
        values = {
            value_of(params.dimension, fact, inquiry.payer) for fact in inquiry.facts()
        }
    sought = (params.search_string or "").casefold()
    shown = sorted(value for value in values if value and sought in value.casefold())
    page, token = page_of_rows(
        shown,
        limit=params.max_results,
        token=params.next_page_token,
        call=call,
        without=("next_page_token", "max_results"),
    )
    return GetDimensionValuesResult(
        dimension_values=[
            DimensionValue(
                value=value, attributes=_attributes(inquiry, params.dimension, value)
            )
            for value in page
        ],
        return_size=len(page),
        total_size=len(shown),
        next_page_token=token,
    )


def _attributes(inquiry: Inquiry, dimension: Dimension, value: str) -> dict[str, str]:
    if dimension.value != "LINKED_ACCOUNT":
        return {}
    return {"description": inquiry.payer.names.get(value, "")}
