"""Budgets: made, looked at with their alerts, and deleted."""

from typing import Any

from django.http import HttpResponse

from kmsportal.console.budget_form import BudgetForm
from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page


@page
def index(request: ConsoleRequest) -> HttpResponse:
    found = request.perform("portal:ListBudgets").budgets
    rows = [
        request.panel("portal:DescribeBudget", budget_name=one.budget_name)
        for one in found
    ]
    return request.page("cost/budgets.html", {"rows": rows})


@page
def create(request: ConsoleRequest) -> HttpResponse:
    form = BudgetForm(request.form)
    if form.is_valid():
        answer = request.ask(form, "portal:CreateBudget", **_members(form))
        if answer is not None and answer.webhook_secret:
            return request.page("cost/budget_secret.html", {"made": answer})
        if answer is not None:
            request.say(f"The budget {answer.budget.budget_name} is watched from now.")
            return request.redirect("budget", answer.budget.budget_name)
    return request.page("cost/budget_create.html", {"form": form})


@page
def detail(request: ConsoleRequest, name: str) -> HttpResponse:
    told = request.perform("portal:DescribeBudget", budget_name=name)
    return request.page("cost/budget.html", {"told": told, "budget": told.budget})


@page
def delete(request: ConsoleRequest, name: str) -> HttpResponse:
    if request.form is None:
        return request.page("cost/budget_delete.html", {"name": name})
    request.perform("portal:DeleteBudget", budget_name=name)
    request.say(f"The budget {name} is deleted.")
    return request.redirect("budgets")


def _members(form: BudgetForm) -> dict[str, Any]:
    """Return CreateBudget's members; an e-mail address is what holds no scheme."""
    chosen = form.cleaned_data
    key_arn, tag = chosen["key_arn"], chosen["tag"]
    tag_key, _, tag_value = tag.partition("=")
    return {
        "budget_name": chosen["budget_name"],
        "limit_amount": chosen["limit_amount"],
        "scope": chosen["scope"],
        "key_arn": key_arn or None,
        "tag_key": tag_key or None,
        "tag_value": tag_value if tag else None,
        "notifications": [
            {"NotificationType": kind, "Threshold": percent}
            for kind, member in (("ACTUAL", "actual"), ("FORECASTED", "forecast"))
            for percent in chosen[member].replace(",", " ").split()
        ],
        "subscribers": [
            {"SubscriptionType": _kind(address), "Address": address}
            for address in chosen["subscribers"].split()
        ],
    }


def _kind(address: str) -> str:
    return "WEBHOOK" if "://" in address else "EMAIL"
