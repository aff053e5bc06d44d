"""The cost of a month, down from the account to a key's operation on one day."""

from calendar import monthrange
from decimal import Decimal

from django.http import HttpResponse
from django.utils.http import urlencode

from kmsportal.console.charts import Chart, bar_chart
from kmsportal.console.forms import CostForm
from kmsportal.console.key import key_context
from kmsportal.console.naming import alias_by_key
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page


@page
def index(request: ConsoleRequest) -> HttpResponse:
    chosen = _chosen(request)
    by_day = _report(request, chosen, "DAY")
    context = {
        "month": chosen["month"],
        "this_month": f"{request.time:%Y-%m}",
        "seen": chosen.get("account_id", ""),
        "by_account": request.panel(
            "portal:GetCostReport",
            month=chosen["month"],
            group_by="ACCOUNT",
            whole_organisation=True,
        ).result,
        "by_key": _report(request, chosen, "KEY"),
        "by_operation": _report(request, chosen, "OPERATION"),
        "by_day": by_day,
        "chart": _chart(chosen["month"], by_day),
        "aliases": alias_by_key(request),
    }
    return request.page("cost/index.html", context)


@page
def detail(request: ConsoleRequest) -> HttpResponse:
    """Show what makes up a figure: of a key, of an operation, or of both."""
    chosen = _chosen(request)
    by_day = _report(request, chosen, "DAY")
    context = {
        "month": chosen["month"],
        "seen": chosen.get("account_id", ""),
        "key_arn": chosen.get("key_arn", ""),
        "operation": chosen.get("operation", ""),
        "by_operation": _report(request, chosen, "OPERATION"),
        "by_key": _report(request, chosen, "KEY"),
        "by_day": by_day,
        "calls_of": _calls_of(chosen),
        "chart": _chart(chosen["month"], by_day),
        "aliases": alias_by_key(request),
    }
    return request.page("cost/detail.html", context)


@page
def of_key(request: ConsoleRequest, key_id: str) -> HttpResponse:
    context = key_context(request, key_id)
    arn = context["key"].arn
    report = request.perform("portal:GetCostReport", key_arn=arn, group_by="OPERATION")
    return request.page("keys/cost.html", {**context, "report": report})


def _chosen(request: ConsoleRequest) -> dict[str, str]:
    """Return what is asked about, named as in GetCostReport; this month by default."""
    form = CostForm(request.query)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    return {"month": f"{request.time:%Y-%m}", **chosen}


def _report(request: ConsoleRequest, chosen: dict[str, str], group_by: str) -> Answer:
    return request.perform("portal:GetCostReport", **chosen, group_by=group_by)


def _calls_of(chosen: dict[str, str]) -> str:
    """Return the event history's query for the same calls; another's is not here."""
    if "account_id" in chosen or "operation" not in chosen:
        return ""
    query = {"event_name": chosen["operation"].partition(":")[2]}
    if "key_arn" in chosen:
        query["key_arn"] = chosen["key_arn"]
    return urlencode(query)


def _chart(month: str, report: Answer) -> Chart:
    """Draw every day of the month, those without cost as well."""
    year, number = map(int, month.split("-"))
    days = range(1, monthrange(year, number)[1] + 1)
    values = {f"{month}-{day:02}": Decimal(0) for day in days}
    for line in report.lines:
        if line.day in values:
            values[line.day] += Decimal(line.amount)
    return bar_chart(values)
