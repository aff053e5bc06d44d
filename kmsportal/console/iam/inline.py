"""Inline policies of a user, group or role, and the remarks on any policy's text."""

import json
from typing import Any

from django.http import HttpResponse

from kmsportal.console.iam.forms import InlinePolicyForm
from kmsportal.console.iam.identity import identity_context
from kmsportal.console.iam.kinds import IdentityKind
from kmsportal.console.request import ConsoleRequest, Panel
from kmsportal.console.views import page

_STATEMENT = {"Effect": "Allow", "Action": ["kms:DescribeKey"], "Resource": "*"}
FIRST_DOCUMENT = json.dumps(
    {"Version": "2012-10-17", "Statement": [_STATEMENT]}, indent=2
)
"""What a new policy begins with: something small that is right."""


def remarks_on(request: ConsoleRequest, document: str, policy_type: str) -> Panel:
    """Return what the linter says of a policy, or why it is none."""
    return request.panel(
        "portal:CheckPolicy", policy_document=document, policy_type=policy_type
    )


@page
def check(request: ConsoleRequest, policy_type: str) -> HttpResponse:
    """Show the remarks on what stands in an editor at the moment."""
    document = request.form.get("document", "") if request.form else ""
    remarks = remarks_on(request, document, policy_type)
    return request.page("iam/remarks.html", {"remarks": remarks})


@page
def create(request: ConsoleRequest, kind: IdentityKind, name: str) -> HttpResponse:
    return _put(request, kind, name, {"document": FIRST_DOCUMENT})


@page
def edit(
    request: ConsoleRequest, kind: IdentityKind, name: str, policy: str
) -> HttpResponse:
    operation = kind.operation("Get{}Policy")
    found = request.perform(operation, **kind.named(name), policy_name=policy)
    initial = {"name": policy, "document": found.policy_document}
    return _put(request, kind, name, initial)


@page
def delete(
    request: ConsoleRequest, kind: IdentityKind, name: str, policy: str
) -> HttpResponse:
    if request.form is None:
        context = identity_context(request, kind, name)
        return request.page("iam/inline_delete.html", {**context, "policy": policy})
    operation = kind.operation("Delete{}Policy")
    request.perform(operation, **kind.named(name), policy_name=policy)
    request.say(f"The inline policy {policy} is deleted.")
    return request.redirect("identity", kind, name)


def _put(
    request: ConsoleRequest, kind: IdentityKind, name: str, initial: dict[str, Any]
) -> HttpResponse:
    context = identity_context(request, kind, name)
    form = InlinePolicyForm(request.form, initial=initial)
    if form.is_valid():
        members = {
            "policy_name": form.cleaned_data["name"],
            "policy_document": form.cleaned_data["document"],
        }
        operation = kind.operation("Put{}Policy")
        if request.submit(form, operation, **kind.named(name), **members):
            request.say(f"The inline policy {members['policy_name']} is in force.")
            return request.redirect("identity", kind, name)
    text = form["document"].value() or ""
    shown = {
        "form": form,
        "policy": initial.get("name"),
        "policy_type": "identity",
        "remarks": remarks_on(request, text, "identity"),
    }
    return request.page("iam/inline.html", {**context, **shown})
