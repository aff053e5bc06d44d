"""Who has access to a key, and what access a principal has, as pages and as CSV."""

from typing import Any, NamedTuple

from django.http import HttpResponse

from keys.access.review import Access
from kmsportal.console.forms import ReviewForm, ReviewPrincipalForm
from kmsportal.console.key import key_context
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page
from kmsportal.portal.tables import csv_text

_NAMED = ("principal", "key_arn", "access", "layer", "policy_name", "policy_arn")
_GROUPED_BY = (*_NAMED, "statement_number", "grant_id", "is_assumed")
_COLUMNS = Access.__struct_fields__
_MOST = 500
_FEW = 50


class Group(NamedTuple):
    """Actions with everything else in common; ``entry`` is the first of them."""

    entry: Answer
    actions: list[str]


@page
def of_key(request: ConsoleRequest, key_id: str) -> HttpResponse:
    context = key_context(request, key_id)
    form = ReviewForm(request.query)
    found = _review_key(request, key_id, form, limit=_FEW)
    shown = {"form": form, "found": found, "groups": _grouped(found)}
    return request.page("keys/access.html", {**context, **shown})


@page
def of_key_as_csv(request: ConsoleRequest, key_id: str) -> HttpResponse:
    """Hand out the review of up to 500 principals; REST has the pages behind them."""
    found = _review_key(request, key_id, ReviewForm(request.query), limit=_MOST)
    return _csv(found, f"access-{key_id}.csv")


@page
def of_principal(request: ConsoleRequest) -> HttpResponse:
    initial = {"principal_arn": request.caller.principal.arn}
    form = ReviewPrincipalForm(request.query or None, initial=initial)
    found = None
    if form.is_valid():
        found = _review_principal(request, form, limit=_FEW)
    shown = {"form": form, "found": found, "groups": found and _grouped(found)}
    return request.page("access/principal.html", shown)


@page
def of_principal_as_csv(request: ConsoleRequest) -> HttpResponse:
    form = ReviewPrincipalForm(request.query)
    if not form.is_valid():
        return request.redirect("principal-access")
    return _csv(_review_principal(request, form, limit=_MOST), "access.csv")


def _review_key(
    request: ConsoleRequest, key_id: str, form: ReviewForm, *, limit: int
) -> Answer:
    chosen = _chosen(form)
    marker = request.query.get("marker")
    return request.perform(
        "portal:ReviewKeyAccess", key_id=key_id, limit=limit, marker=marker, **chosen
    )


def _review_principal(
    request: ConsoleRequest, form: ReviewPrincipalForm, *, limit: int
) -> Answer:
    marker = request.query.get("marker")
    return request.perform(
        "portal:ReviewPrincipalAccess", limit=limit, marker=marker, **_chosen(form)
    )


def _grouped(found: Answer) -> list[Group]:
    """Gather the actions that the same statement or grant gives to the same one."""
    groups: dict[tuple[object, ...], Group] = {}
    for one in found.entries:
        name = tuple(getattr(one, member) for member in _GROUPED_BY)
        groups.setdefault(name, Group(one, [])).actions.append(one.action)
    return list(groups.values())


def _chosen(form: ReviewForm | ReviewPrincipalForm) -> dict[str, Any]:
    chosen = form.cleaned_data if form.is_valid() else {}
    return {name: value for name, value in chosen.items() if value}


def _csv(found: Answer, name: str) -> HttpResponse:
    rows = ({c: getattr(one, c) for c in _COLUMNS} for one in found.entries)
    answer = HttpResponse(csv_text(_COLUMNS, rows), content_type="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
