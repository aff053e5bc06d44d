"""The cost of a month: by key, by operation and by day."""

from calendar import monthrange
from decimal import Decimal

from django.http import HttpResponse

from kmsportal.console.charts import Chart, bar_chart
from kmsportal.console.forms import MonthForm
from kmsportal.console.key import key_context
from kmsportal.console.naming import alias_by_key
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page


@page
def index(request: ConsoleRequest) -> HttpResponse:
    form = MonthForm(request.query)
    chosen = form.cleaned_data.get("month") if form.is_valid() else ""
    month = chosen or f"{request.time:%Y-%m}"
    by_day = _report(request, month, "DAY")
    context = {
        "month": month,
        "this_month": f"{request.time:%Y-%m}",
        "by_key": _report(request, month, "KEY"),
        "by_operation": _report(request, month, "OPERATION"),
        "by_day": by_day,
        "chart": _chart(month, by_day),
        "aliases": alias_by_key(request),
    }
    return request.page("cost/index.html", context)


@page
def of_key(request: ConsoleRequest, key_id: str) -> HttpResponse:
    context = key_context(request, key_id)
    arn = context["key"].arn
    report = request.perform("portal:GetCostReport", key_arn=arn, group_by="OPERATION")
    return request.page("keys/cost.html", {**context, "report": report})


def _report(request: ConsoleRequest, month: str, group_by: str) -> Answer:
    return request.perform("portal:GetCostReport", month=month, group_by=group_by)


def _chart(month: str, report: Answer) -> Chart:
    """Draw every day of the month, those without cost as well."""
    year, number = map(int, month.split("-"))
    days = range(1, monthrange(year, number)[1] + 1)
    values = {f"{month}-{day:02}": Decimal(0) for day in days}
    for line in report.lines:
        if line.day in values:
            values[line.day] += Decimal(line.amount)
    return bar_chart(values)
