"""The event history: who called what, when, and how it ended."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse

from kmsportal.console.forms import SearchEventsForm
from kmsportal.console.key import key_context
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page

_PAGE_SIZE = 50


@page
def index(request: ConsoleRequest) -> HttpResponse:
    form = SearchEventsForm(request.query)
    chosen = _chosen(form) if form.is_valid() else {}
    found = _search(request, **chosen)
    context = {"form": form, "found": found, "is_filtered": bool(chosen)}
    return request.page("events/index.html", context)


@page
def of_key(request: ConsoleRequest, key_id: str) -> HttpResponse:
    context = key_context(request, key_id)
    found = _search(request, key_arn=context["key"].arn)
    return request.page("keys/events.html", {**context, "found": found})


def _search(request: ConsoleRequest, **chosen: object) -> Answer:
    token = request.query.get("token")
    return request.perform(
        "portal:SearchEvents", next_token=token, max_results=_PAGE_SIZE, **chosen
    )


def _chosen(form: SearchEventsForm) -> dict[str, Any]:
    """Return what is filtered by, named as in SearchEvents."""
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    return {name: _spell(value) for name, value in chosen.items()}


def _spell(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value
