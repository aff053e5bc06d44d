"""Saved searches of the event history: kept, shown and forgotten."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec
from django.http import HttpResponse, QueryDict
from django.urls import reverse

from kmsportal.console.event_forms import SaveSearchForm, SearchEventsForm
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page
from kmsportal.core.shapes import Timestamp


class Shown(NamedTuple):
    """A saved search and the address of what it finds."""

    search: Answer
    url: str


def shown(request: ConsoleRequest) -> list[Shown]:
    """Return the searches the person sees; none where she may list none."""
    listed = request.panel("portal:ListSavedSearches").result
    home = reverse("console:events", args=(request.account_id, request.region))
    return [
        Shown(one, f"{home}?{_query_of(one.filters)}")
        for one in (listed.saved_searches if listed else [])
    ]


@page
def save(request: ConsoleRequest) -> HttpResponse:
    form = SaveSearchForm(request.form)
    if not form.is_valid():
        return request.redirect("events")
    chosen = SearchEventsForm(QueryDict(form.cleaned_data["query"])).chosen()
    name, shared = form.cleaned_data["name"], form.cleaned_data["shared"]
    if request.submit(
        form,
        "portal:PutSavedSearch",
        name=name,
        filters=_filters(chosen),
        shared=shared,
    ):
        request.say(f"The search {name} is saved.")
    else:
        request.warn(" ".join(map(str, form.non_field_errors())))
    return request.redirect("events")


@page
def forget(request: ConsoleRequest) -> HttpResponse:
    if request.form is not None:
        name = request.form.get("name", "")
        request.perform("portal:DeleteSavedSearch", name=name)
        request.say(f"The search {name} is forgotten.")
    return request.redirect("events")


def _filters(chosen: dict[str, Any]) -> dict[str, Any]:
    """Spell the filters as the operation's nested member has them."""
    return {
        "".join(part.capitalize() for part in name.split("_")): value
        for name, value in chosen.items()
    }


def _query_of(filters: msgspec.Struct) -> str:
    given = msgspec.structs.asdict(filters)
    if fields := given.pop("fields"):
        given["fields_text"] = fields[0]
    return urlencode({
        name: _spell(value)
        for name, value in given.items()
        if value is not None and not (name == "errors_only" and value is False)
    })  # fmt: skip


def _spell(value: object) -> str:
    if isinstance(value, Timestamp):
        return f"{value.moment:%Y-%m-%dT%H:%M:%S}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
