"""The first page: how the account's keys, calls and costs stand."""

from collections.abc import Sequence

from django.http import HttpResponse

from kmsportal.console.charts import Share, shares
from kmsportal.console.request import Answer, ConsoleRequest, Panel
from kmsportal.console.views import page

_FEW, _ENOUGH = 8, 100
_OWN = "portal.kmsportal"


@page
def index(request: ConsoleRequest) -> HttpResponse:
    keys = request.panel("portal:SummarizeKeys")
    cost = request.panel("portal:GetCostReport", group_by="DAY")
    events = request.panel("portal:SearchEvents", max_results=_ENOUGH)
    context = {
        "keys": keys,
        "shares": _shares(keys),
        "cost": cost,
        "calls_today": _calls_on(cost, f"{request.time:%Y-%m-%d}"),
        "events": events,
        "recent": _telling(events)[:_FEW],
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


def _telling(events: Panel) -> Sequence[Answer]:
    """Leave out the portal's own reads, such as those that made this very page."""
    found = events.result.events if events.result else []
    return [event for event in found if event.event_source != _OWN]
