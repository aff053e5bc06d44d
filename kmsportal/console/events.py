"""The event history: who called what, when, and how it ended."""

from django.http import HttpResponse

from kmsportal.console.event_charts import histogram
from kmsportal.console.event_forms import SaveSearchForm, SearchEventsForm
from kmsportal.console.key import key_context
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.saved_searches import shown
from kmsportal.console.views import page

_PAGE_SIZE = 50
_MOST_EXPORTED = 10_000
_TYPES = {"CSV": "text/csv; charset=utf-8", "JSON": "application/json"}


@page
def index(request: ConsoleRequest) -> HttpResponse:
    form = SearchEventsForm(request.query)
    chosen = form.chosen()
    context = {
        "form": form,
        "found": _search(request, **chosen),
        "is_filtered": bool(chosen),
        "histogram": histogram(request, chosen),
        "saved": shown(request),
        "save_form": SaveSearchForm(initial={"query": request.query.urlencode()}),
    }
    return request.page("events/index.html", context)


@page
def of_key(request: ConsoleRequest, key_id: str) -> HttpResponse:
    context = key_context(request, key_id)
    chosen = {"key_arn": context["key"].arn}
    found = _search(request, **chosen)
    bars = histogram(request, chosen, days=30)
    return request.page(
        "keys/events.html", {**context, "found": found, "histogram": bars}
    )


@page
def export(request: ConsoleRequest) -> HttpResponse:
    """Hand out the latest events that the filters leave, as a file."""
    form = SearchEventsForm(request.query)
    wanted = "CSV" if request.query.get("format") == "CSV" else "JSON"
    answer = request.perform(
        "portal:ExportEvents",
        format=wanted,
        max_results=_MOST_EXPORTED,
        **form.chosen(),
    )
    name = f"events-{request.account_id}-{request.region}.{wanted.lower()}"
    return HttpResponse(
        answer.content,
        content_type=_TYPES[wanted],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _search(request: ConsoleRequest, **chosen: object) -> Answer:
    token = request.query.get("token")
    return request.perform(
        "portal:SearchEvents", next_token=token, max_results=_PAGE_SIZE, **chosen
    )
