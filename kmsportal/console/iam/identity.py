"""One user, group or role: who it is and what its policies are."""

from typing import Any

from django.http import HttpResponse

from kmsportal.console.iam import permissions
from kmsportal.console.iam.forms import RenameForm
from kmsportal.console.iam.kinds import IdentityKind
from kmsportal.console.iam.listing import everything
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page


def identity_context(
    request: ConsoleRequest, kind: IdentityKind, name: str
) -> dict[str, Any]:
    """Return what the head of every page about an identity shows; it must exist."""
    found = request.perform(kind.operation("Get{}"), **kind.named(name))
    return {
        "kind": kind,
        "name": name,
        "identity": getattr(found, kind.noun),
        "may": permissions.of_identity(request, kind, name),
    }


def attached_policies(
    request: ConsoleRequest, kind: IdentityKind, name: str
) -> list[Answer]:
    operation = kind.operation("ListAttached{}Policies")
    return everything(request, operation, "attached_policies", **kind.named(name))


def inline_policies(
    request: ConsoleRequest, kind: IdentityKind, name: str
) -> list[Answer]:
    operation = kind.operation("List{}Policies")
    return everything(request, operation, "policy_names", **kind.named(name))


@page
def overview(request: ConsoleRequest, kind: IdentityKind, name: str) -> HttpResponse:
    context = identity_context(request, kind, name)
    policies = {
        "attached": attached_policies(request, kind, name),
        "inline": inline_policies(request, kind, name),
    }
    return request.page("iam/identity.html", {**context, **policies})


@page
def rename(request: ConsoleRequest, kind: IdentityKind, name: str) -> HttpResponse:
    """Give a user or group another name or path; a role keeps its own."""
    context = identity_context(request, kind, name)
    initial = {"name": name, "path": context["identity"].path}
    form = RenameForm(request.form, initial=initial)
    if form.is_valid():
        chosen = form.cleaned_data
        members = {
            f"new_{kind.noun}_name": chosen["name"],
            "new_path": chosen["path"] or "/",
        }
        operation = kind.operation("Update{}")
        if request.submit(form, operation, **kind.named(name), **members):
            request.say(f"The {kind.noun} {chosen['name']} has its new name and path.")
            return request.redirect("identity", kind, chosen["name"])
    return request.page("iam/rename.html", {**context, "form": form})
