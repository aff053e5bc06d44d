"""OpenID Connect providers: issuers whose tokens the account's roles may trust."""

from typing import Any

from django.http import HttpResponse

from kmsportal.console.forms import TagForm
from kmsportal.console.iam import permissions
from kmsportal.console.iam.forms import (
    ClientIdForm,
    CreateProviderForm,
    NameConfirmation,
    as_tags,
)
from kmsportal.console.iam.listing import everything
from kmsportal.console.iam.tags import remove_tag, set_tag
from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page
from kmsportal.core.errors import AccessDeniedException


@page
def index(request: ConsoleRequest) -> HttpResponse:
    listed = request.perform("iam:ListOpenIDConnectProviders")
    context = {
        "arns": [one.arn for one in listed.open_id_connect_provider_list],
        "may": permissions.of_providers(request),
    }
    return request.page("iam/providers.html", context)


@page
def create(request: ConsoleRequest) -> HttpResponse:
    form = CreateProviderForm(request.form)
    if form.is_valid():
        chosen = form.cleaned_data
        members = {
            "url": chosen["url"],
            "client_id_list": chosen["client_ids"].split(),
            "tags": as_tags(chosen["tags"]) or None,
        }
        if request.submit(form, "iam:CreateOpenIDConnectProvider", **members):
            request.say("The provider is made. Name it in the trust of a role next.")
            return request.redirect("providers")
    return request.page("iam/provider_create.html", {"form": form})


@page
def overview(request: ConsoleRequest, arn: str) -> HttpResponse:
    """Show a provider; a submitted form adds an audience."""
    form = ClientIdForm(request.form)
    if form.is_valid():
        client_id = form.cleaned_data["client_id"]
        members = {**_named(arn), "client_id": client_id}
        operation = "iam:AddClientIDToOpenIDConnectProvider"
        if request.submit(form, operation, **members):
            request.say(f"Tokens for {client_id} are accepted.")
            return request.redirect("provider", arn)
    context = {**_context(request, arn), "roles": _roles_trusting(request, arn)}
    return request.page("iam/provider.html", {**context, "form": form})


@page
def remove_client(request: ConsoleRequest, arn: str) -> HttpResponse:
    client_id = (request.form or request.query).get("client_id", "")
    if request.form is None:
        context = {**_context(request, arn), "client_id": client_id}
        return request.page("iam/provider_client.html", context)
    operation = "iam:RemoveClientIDFromOpenIDConnectProvider"
    request.perform(operation, **_named(arn), client_id=client_id)
    request.say(f"Tokens for {client_id} are not accepted any more.")
    return request.redirect("provider", arn)


@page
def tag(request: ConsoleRequest, arn: str) -> HttpResponse:
    form = TagForm(request.form)
    if set_tag(request, form, "iam:TagOpenIDConnectProvider", **_named(arn)):
        return request.redirect("provider-tags", arn)
    context = _context(request, arn)
    return request.page("iam/provider_tags.html", {**context, "form": form})


@page
def untag(request: ConsoleRequest, arn: str) -> HttpResponse:
    remove_tag(request, "iam:UntagOpenIDConnectProvider", **_named(arn))
    return request.redirect("provider-tags", arn)


@page
def delete(request: ConsoleRequest, arn: str) -> HttpResponse:
    context = _context(request, arn)
    name = context["provider"].url
    form = NameConfirmation(request.form).expect(name)
    operation = "iam:DeleteOpenIDConnectProvider"
    if form.is_valid() and request.submit(form, operation, **_named(arn)):
        request.say(f"Tokens of {name} are not accepted any more.")
        return request.redirect("providers")
    return request.page("iam/provider_delete.html", {**context, "form": form})


def _context(request: ConsoleRequest, arn: str) -> dict[str, Any]:
    """Return what the head of every page about a provider shows; it must exist."""
    return {
        "arn": arn,
        "provider": request.perform("iam:GetOpenIDConnectProvider", **_named(arn)),
        "may": permissions.of_provider(request, arn),
    }


def _roles_trusting(request: ConsoleRequest, arn: str) -> list[str] | None:
    """Return the roles whose trust policy names it; None if she may not see them."""
    try:
        roles = everything(request, "iam:ListRoles", "roles")
    except AccessDeniedException:
        return None
    quoted = f'"{arn}"'
    return [r.role_name for r in roles if quoted in r.assume_role_policy_document]


def _named(arn: str) -> dict[str, str]:
    return {"open_id_connect_provider_arn": arn}
