"""The lists of users, groups and roles, and making one."""

import json
from typing import Any

from django import forms
from django.http import HttpResponse

from kmsportal.console.iam import permissions
from kmsportal.console.iam.forms import (
    CreateGroupForm,
    CreateRoleForm,
    CreateUserForm,
    SearchForm,
    as_tags,
)
from kmsportal.console.iam.inline import remarks_on
from kmsportal.console.iam.kinds import IdentityKind
from kmsportal.console.iam.listing import Row, everything, page_of
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page

_FORMS: dict[str, type[forms.Form]] = {
    "user": CreateUserForm,
    "group": CreateGroupForm,
    "role": CreateRoleForm,
}


@page
def index(request: ConsoleRequest, kind: IdentityKind) -> HttpResponse:
    form = SearchForm(request.query)
    found = everything(request, kind.operation("List{}s"), kind.plural)
    context = {
        "kind": kind,
        "form": form,
        "rows": page_of(request, form, [_row(kind, item) for item in found]),
        "is_filtered": bool(request.query.get("text")),
        "may": permissions.of_list(request, kind),
    }
    return request.page("iam/index.html", context)


@page
def create(request: ConsoleRequest, kind: IdentityKind) -> HttpResponse:
    form = _FORMS[kind.noun](request.form, initial=_initial(request, kind))
    if form.is_valid():
        name = form.cleaned_data["name"]
        members = _members(kind, form.cleaned_data)
        if request.submit(form, kind.operation("Create{}"), **members):
            request.say(f"The {kind.noun} {name} is made. It may do nothing yet.")
            return request.redirect("identity", kind, name)
    context = {"kind": kind, "form": form, "policy_type": "trust"}
    if kind.is_role:
        written = form["document"].value() or ""
        context["remarks"] = remarks_on(request, written, "trust")
    return request.page("iam/create.html", context)


def _row(kind: IdentityKind, item: Answer) -> Row:
    return Row(
        name=kind.name_of(item),
        path=item.path,
        arn=item.arn,
        unique_id=kind.id_of(item),
        created=item.create_date,
        note=getattr(item, "description", None) or "",
    )


def _initial(request: ConsoleRequest, kind: IdentityKind) -> dict[str, str]:
    return {"document": _own_account_trusted(request)} if kind.is_role else {}


def _own_account_trusted(request: ConsoleRequest) -> str:
    """Return the trust policy to begin with: the account decides by its policies."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{request.account_id}:root"},
        "Action": "sts:AssumeRole",
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return json.dumps(document, indent=2)


def _members(kind: IdentityKind, chosen: dict[str, Any]) -> dict[str, Any]:
    """Return what the form says, named as in the operation's Params."""
    members = {
        **kind.named(chosen["name"]),
        "path": chosen["path"] or None,
        "description": chosen.get("description") or None,
        "assume_role_policy_document": chosen.get("document"),
        "tags": as_tags(chosen.get("tags", [])) or None,
    }
    return {name: value for name, value in members.items() if value is not None}
