"""One key: its overview and the sections about it."""

from typing import Any

from django.http import HttpResponse

from keys.metadata import KeyMetadata
from kmsportal.console import permissions
from kmsportal.console.forms import (
    AliasForm,
    PolicyForm,
    PreviewForm,
    RotationForm,
    TagForm,
)
from kmsportal.console.recent import recent_events
from kmsportal.console.request import ConsoleRequest, Panel
from kmsportal.console.views import page

_FEW = 6


def key_context(request: ConsoleRequest, key_id: str) -> dict[str, Any]:
    """Return what the head of every page about a key shows; the key must exist."""
    described = request.perform("DescribeKey", key_id=key_id).key_metadata
    listed = request.panel("ListAliases", key_id=key_id)
    names = [a.alias_name for a in listed.result.aliases] if listed.result else []
    return {
        "key": described,
        "aliases": names,
        "name": (names or [key_id])[0],
        "may": permissions.of_key(request, key_id),
    }


@page
def overview(request: ConsoleRequest, key_id: str) -> HttpResponse:
    context = key_context(request, key_id)
    arn = context["key"].arn
    panels = {
        "last_use": request.panel("GetKeyLastUsage", key_id=key_id),
        "tags": request.panel("ListResourceTags", key_id=key_id),
        "rotation": _rotation_of(request, context["key"]),
        "events": recent_events(request, _FEW, key_arn=arn),
        "cost": request.panel("portal:GetCostReport", key_arn=arn),
    }
    return request.page("keys/overview.html", {**context, **panels})


def _rotation_of(request: ConsoleRequest, key: KeyMetadata) -> Panel | None:
    """Ask only of the kind of key that can rotate."""
    if key.key_spec != "SYMMETRIC_DEFAULT":
        return None
    return request.panel("GetKeyRotationStatus", key_id=key.key_id)


@page
def policy(request: ConsoleRequest, key_id: str) -> HttpResponse:
    context = key_context(request, key_id)
    text = request.perform("GetKeyPolicy", key_id=key_id).policy
    remarks = request.panel(
        "portal:CheckPolicy", policy_document=text, policy_type="key", key_id=key_id
    )
    return request.page(
        "keys/policy.html", {**context, "policy": text, "remarks": remarks}
    )


@page
def edit_policy(request: ConsoleRequest, key_id: str) -> HttpResponse:
    context = key_context(request, key_id)
    text = request.perform("GetKeyPolicy", key_id=key_id).policy
    form = PolicyForm(request.form, initial={"policy": text})
    if "draft" in (request.form or {}):
        # From the preview back to the editor: nothing is saved yet.
        return request.page("keys/edit_policy.html", {**context, "form": form})
    if form.is_valid():
        document = form.cleaned_data["policy"]
        if request.submit(form, "PutKeyPolicy", key_id=key_id, policy=document):
            request.say("The key policy is changed, and in force everywhere.")
            return request.redirect("key-policy", key_id)
    return request.page("keys/edit_policy.html", {**context, "form": form})


@page
def preview_policy(request: ConsoleRequest, key_id: str) -> HttpResponse:
    """Show what a policy that is being edited would change, and save nothing."""
    if request.form is None:
        return request.redirect("key-policy-edit", key_id)
    context = key_context(request, key_id)
    form = PreviewForm(request.form)
    found = None
    if form.is_valid():
        found = request.panel(
            "portal:PreviewKeyPolicy", key_id=key_id, **form.cleaned_data
        )
    return request.page("keys/preview.html", {**context, "form": form, "panel": found})


@page
def aliases(request: ConsoleRequest, key_id: str) -> HttpResponse:
    form = AliasForm(request.form)
    if form.is_valid():
        name = f"alias/{form.cleaned_data['alias'].removeprefix('alias/')}"
        members = {"alias_name": name, "target_key_id": key_id}
        if request.submit(form, "CreateAlias", **members):
            request.say(f"{name} now leads to this key.")
            return request.redirect("key-aliases", key_id)
    context = key_context(request, key_id)
    found = request.perform("ListAliases", key_id=key_id)
    return request.page("keys/aliases.html", {**context, "form": form, "found": found})


@page
def tags(request: ConsoleRequest, key_id: str) -> HttpResponse:
    form = TagForm(request.form)
    if form.is_valid():
        tag = {
            "TagKey": form.cleaned_data["name"],
            "TagValue": form.cleaned_data["value"],
        }
        if request.submit(form, "TagResource", key_id=key_id, tags=[tag]):
            request.say(f"The tag {tag['TagKey']} is set.")
            return request.redirect("key-tags", key_id)
    context = key_context(request, key_id)
    found = request.perform("ListResourceTags", key_id=key_id)
    return request.page("keys/tags.html", {**context, "form": form, "found": found})


@page
def rotation(request: ConsoleRequest, key_id: str) -> HttpResponse:
    form = RotationForm(request.form)
    if form.is_valid():
        period = form.cleaned_data["rotation_period"]
        members = {"key_id": key_id, "rotation_period_in_days": period}
        if request.submit(form, "EnableKeyRotation", **members):
            request.say(f"The key rotates every {period} days.")
            return request.redirect("key-rotation", key_id)
    context = key_context(request, key_id)
    status = request.perform("GetKeyRotationStatus", key_id=key_id)
    history = request.panel("ListKeyRotations", key_id=key_id)
    shown = {"form": form, "status": status, "history": history}
    return request.page("keys/rotation.html", {**context, **shown})
