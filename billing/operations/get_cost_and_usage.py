"""GetCostAndUsage: costs and quantities by time and by up to two groups.

AWS Cost Explorer Service API Reference, "GetCostAndUsage".
"""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import cast

from billing.exploring import groups
from billing.exploring.filters import check_filter
from billing.exploring.inquiry import Inquiry
from billing.exploring.members import (
    BillingView,
    DateInterval,
    Expression,
    Granularity,
    GroupDefinition,
    MetricValue,
    Page,
    Text,
)
from billing.exploring.metrics import measure, metric_names
from billing.exploring.pages import page_of_rows
from billing.exploring.periods import read_span, refuse_far_future
from billing.months import HourRange
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Part, Result

_PAGE = 5000


class GetCostAndUsageParams(Params, frozen=True, kw_only=True):
    """``group_by`` has two parts at most; there is one billing view, the account's."""

    time_period: DateInterval
    granularity: Granularity
    metrics: list[Text]
    filter: Expression | None = None
    group_by: list[GroupDefinition] | None = None
    billing_view_arn: BillingView | None = None
    next_page_token: Page | None = None


class Group(Part, frozen=True, kw_only=True):
    """Metrics of what shares the ``keys``, one for each part of the grouping."""

    keys: list[str]
    metrics: dict[str, MetricValue]


class ResultByTime(Part, frozen=True, kw_only=True):
    """A period's ``groups``, or its ``total`` where nothing was grouped."""

    time_period: DateInterval
    total: dict[str, MetricValue]
    groups: list[Group]
    estimated: bool


class DimensionAttributes(Part, frozen=True, kw_only=True):
    """What a group's key is called."""

    value: str
    attributes: dict[str, str]


class GetCostAndUsageResult(Result, frozen=True, kw_only=True):
    """Amounts are decimals of ten places."""

    group_definitions: list[GroupDefinition] | None = None
    results_by_time: list[ResultByTime]
    dimension_value_attributes: list[DimensionAttributes]
    next_page_token: str | None = None


def check(call: Call, bound: None) -> None:
    """Refuse what does not go together."""
    params = cast(GetCostAndUsageParams, call.params)
    metric_names(params.metrics)
    span = read_span(params.time_period, params.granularity)
    refuse_far_future(span, call.time)
    check_filter(params.filter)
    groups.check_grouping(params.group_by or ())


@account_operation(service="ce", kind=Kind.READ, check=check)
def get_cost_and_usage(
    call: Call, params: GetCostAndUsageParams
) -> GetCostAndUsageResult:
    asked = params.group_by or []
    span = read_span(params.time_period, params.granularity)
    inquiry = Inquiry.of(call, span, params.filter, tags=groups.tags_of(asked))
    page, token = page_of_rows(
        groups.rows(inquiry, asked),
        limit=_PAGE,
        token=params.next_page_token,
        call=call,
        without=("next_page_token",),
    )
    metrics = metric_names(params.metrics)
    currency = inquiry.currency
    return GetCostAndUsageResult(
        group_definitions=params.group_by or None,
        results_by_time=[
            _result(inquiry, hours, [row for _, row in found], metrics, currency)
            for hours, found in groupby(page, key=itemgetter(0))
        ],
        dimension_value_attributes=_attributes(inquiry, asked),
        next_page_token=token,
    )


def _result(
    inquiry: Inquiry,
    hours: HourRange,
    rows: Sequence[groups.Row],
    metrics: Sequence[str],
    currency: str,
) -> ResultByTime:
    def measured(row: groups.Row) -> dict[str, MetricValue]:
        return {name: measure(name, row.facts, currency) for name in metrics}

    totals = [measured(row) for row in rows if row.is_total]
    return ResultByTime(
        time_period=inquiry.span.spell(hours),
        total=totals[0] if totals else {},
        groups=[
            Group(keys=list(row.keys), metrics=measured(row))
            for row in rows
            if row.keys
        ],
        estimated=inquiry.is_estimated(hours),
    )


def _attributes(
    inquiry: Inquiry, asked: Sequence[GroupDefinition]
) -> list[DimensionAttributes]:
    if not any(one.key == "LINKED_ACCOUNT" for one in asked):
        return []
    return [
        DimensionAttributes(value=account_id, attributes={"description": name})
        for account_id, name in sorted(inquiry.payer.names.items())
    ]
