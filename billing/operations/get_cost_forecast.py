"""GetCostForecast: what will be spent in a period to come.

AWS Cost Explorer Service API Reference, "GetCostForecast".
"""

from enum import Enum
from fractions import Fraction
from typing import Annotated, cast

from msgspec import Meta

from billing.exploring.filters import check_filter
from billing.exploring.forecasts import Forecast, forecast
from billing.exploring.inquiry import Inquiry
from billing.exploring.members import (
    BillingView,
    DateInterval,
    Expression,
    Granularity,
    MetricValue,
)
from billing.exploring.metrics import QUANTITY, metric_names, spell_amount
from billing.exploring.periods import Span, read_span
from billing.months import moment_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Part, Result

_USUAL_LEVEL = 80


class Metric(Enum):
    """What is forecast."""

    BLENDED_COST = "BLENDED_COST"
    UNBLENDED_COST = "UNBLENDED_COST"
    AMORTIZED_COST = "AMORTIZED_COST"
    NET_UNBLENDED_COST = "NET_UNBLENDED_COST"
    NET_AMORTIZED_COST = "NET_AMORTIZED_COST"
    USAGE_QUANTITY = "USAGE_QUANTITY"
    NORMALIZED_USAGE_AMOUNT = "NORMALIZED_USAGE_AMOUNT"


class GetCostForecastParams(Params, frozen=True, kw_only=True):
    """``prediction_interval_level`` is in percent, 80 by default."""

    time_period: DateInterval
    metric: Metric
    granularity: Granularity
    filter: Expression | None = None
    billing_view_arn: BillingView | None = None
    prediction_interval_level: Annotated[int, Meta(ge=51, le=99)] | None = None


class ForecastResult(Part, frozen=True, kw_only=True):
    """A period's mean and the bounds of its interval."""

    time_period: DateInterval
    mean_value: str
    prediction_interval_lower_bound: str
    prediction_interval_upper_bound: str


class GetCostForecastResult(Result, frozen=True, kw_only=True):
    """``total`` is the sum of the means."""

    total: MetricValue
    forecast_results_by_time: list[ForecastResult]


def check(call: Call, bound: None) -> None:
    """Refuse what is past, and hours, as AWS does."""
    params = cast(GetCostForecastParams, call.params)
    if params.granularity is Granularity.HOURLY:
        raise ValidationException("Forecasts are DAILY or MONTHLY.")
    if params.metric is Metric.NORMALIZED_USAGE_AMOUNT:
        raise ValidationException("NORMALIZED_USAGE_AMOUNT has no forecast.")
    span = read_span(params.time_period, params.granularity)
    if moment_of(span.hours.begins).date() < call.time.date():
        raise ValidationException(
            "Start date is in the past: a forecast begins today or later."
        )
    check_filter(params.filter)


@account_operation(service="ce", kind=Kind.READ, check=check)
def get_cost_forecast(
    call: Call, params: GetCostForecastParams
) -> GetCostForecastResult:
    span = read_span(params.time_period, params.granularity)
    inquiry = Inquiry.of(call, span, params.filter)
    (metric,) = metric_names([params.metric.value])
    level = params.prediction_interval_level or _USUAL_LEVEL
    found = forecast(inquiry, metric, level=level)
    total = sum((one.mean for one in found), Fraction(0))
    unit = "N/A" if metric == QUANTITY else inquiry.currency
    return GetCostForecastResult(
        total=MetricValue(amount=spell_amount(total), unit=unit),
        forecast_results_by_time=[_shown(one, span) for one in found],
    )


def _shown(one: Forecast, span: Span) -> ForecastResult:
    return ForecastResult(
        time_period=span.spell(one.hours),
        mean_value=spell_amount(one.mean),
        prediction_interval_lower_bound=spell_amount(one.low),
        prediction_interval_upper_bound=spell_amount(one.high),
    )
