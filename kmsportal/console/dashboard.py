"""The first page: how the account's keys, calls and costs stand."""

from django.http import HttpResponse

from kmsportal.console.charts import Share, shares
from kmsportal.console.recent import recent_events
from kmsportal.console.request import ConsoleRequest, Panel
from kmsportal.console.views import page

_FEW = 8


@page
def index(request: ConsoleRequest) -> HttpResponse:
    keys = request.panel("portal:SummarizeKeys")
    cost = request.panel("portal:GetCostReport", group_by="DAY")
    context = {
        "keys": keys,
        "shares": _shares(keys),
        "cost": cost,
        "calls_today": _calls_on(cost, f"{request.time:%Y-%m-%d}"),
        "events": recent_events(request, _FEW),
    }
    return request.page("dashboard/index.html", context)


def _shares(keys: Panel) -> list[Share]:
    if keys.result is None:
        return []
    counts = sorted(keys.result.states.items(), key=lambda item: -item[1])
    return shares(counts)


def _calls_on(cost: Panel, day: str) -> int | None:
    if cost.result is None:
        return None
    calls: int = sum(x.requests for x in cost.result.lines if x.day == day)
    return calls
