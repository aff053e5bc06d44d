"""Managed policies: the list, one policy, making and deleting one."""

from typing import Any

from django.http import HttpResponse

from kmsportal.console.forms import TagForm
from kmsportal.console.iam import permissions
from kmsportal.console.iam.forms import (
    CreatePolicyForm,
    NameConfirmation,
    SearchPoliciesForm,
    as_tags,
)
from kmsportal.console.iam.inline import FIRST_DOCUMENT, remarks_on
from kmsportal.console.iam.listing import Row, everything, page_of
from kmsportal.console.iam.tags import remove_tag, set_tag
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page

_AWS = "arn:aws:iam::aws:"


def policy_context(request: ConsoleRequest, arn: str) -> dict[str, Any]:
    """Return what the head of every page about a policy shows; it must exist."""
    policy = request.perform("iam:GetPolicy", policy_arn=arn).policy
    return {
        "policy": policy,
        "is_aws": arn.startswith(_AWS),
        "may": permissions.of_policy(request, arn),
    }


def document_of(request: ConsoleRequest, arn: str, version_id: str) -> str:
    """Return the text of one version of a policy."""
    found = request.perform(
        "iam:GetPolicyVersion", policy_arn=arn, version_id=version_id
    )
    document: str = found.policy_version.document
    return document


@page
def index(request: ConsoleRequest) -> HttpResponse:
    form = SearchPoliciesForm(request.query)
    scope = form.cleaned_data["scope"] if form.is_valid() else ""
    found = everything(request, "iam:ListPolicies", "policies", scope=scope or "All")
    context = {
        "form": form,
        "rows": page_of(request, form, [_row(policy) for policy in found]),
        "is_filtered": bool(request.query.get("text") or scope not in {"", "All"}),
        "may": permissions.of_policies(request),
    }
    return request.page("iam/policies.html", context)


@page
def create(request: ConsoleRequest) -> HttpResponse:
    form = CreatePolicyForm(request.form, initial={"document": FIRST_DOCUMENT})
    if form.is_valid():
        chosen = form.cleaned_data
        members = {
            "policy_name": chosen["name"],
            "policy_document": chosen["document"],
            "description": chosen["description"] or None,
            "path": chosen["path"] or None,
            "tags": as_tags(chosen["tags"]) or None,
        }
        if request.submit(form, "iam:CreatePolicy", **members):
            request.say(f"The policy {chosen['name']} is made; attach it next.")
            path = chosen["path"] or "/"
            arn = f"arn:aws:iam::{request.account_id}:policy{path}{chosen['name']}"
            return request.redirect("policy", arn)
    shown = {
        "form": form,
        "policy_type": "identity",
        "remarks": remarks_on(request, form["document"].value() or "", "identity"),
    }
    return request.page("iam/policy_create.html", shown)


@page
def overview(request: ConsoleRequest, arn: str) -> HttpResponse:
    context = policy_context(request, arn)
    text = document_of(request, arn, context["policy"].default_version_id)
    shown = {
        "document": text,
        "remarks": remarks_on(request, text, "identity"),
        "entities": request.panel("iam:ListEntitiesForPolicy", policy_arn=arn),
    }
    return request.page("iam/policy.html", {**context, **shown})


@page
def tag(request: ConsoleRequest, arn: str) -> HttpResponse:
    form = TagForm(request.form)
    if set_tag(request, form, "iam:TagPolicy", policy_arn=arn):
        return request.redirect("policy-tags", arn)
    context = policy_context(request, arn)
    return request.page("iam/policy_tags.html", {**context, "form": form})


@page
def untag(request: ConsoleRequest, arn: str) -> HttpResponse:
    remove_tag(request, "iam:UntagPolicy", policy_arn=arn)
    return request.redirect("policy-tags", arn)


@page
def delete(request: ConsoleRequest, arn: str) -> HttpResponse:
    context = policy_context(request, arn)
    name = context["policy"].policy_name
    form = NameConfirmation(request.form).expect(name)
    if form.is_valid() and request.submit(form, "iam:DeletePolicy", policy_arn=arn):
        request.say(f"The policy {name} is deleted.")
        return request.redirect("policies")
    versions = request.perform("iam:ListPolicyVersions", policy_arn=arn).versions
    shown = {"form": form, "others": len(versions) - 1}
    return request.page("iam/policy_delete.html", {**context, **shown})


def _row(policy: Answer) -> Row:
    return Row(
        name=policy.policy_name,
        path=policy.path,
        arn=policy.arn,
        unique_id=policy.policy_id,
        created=policy.create_date,
        note=policy.description or "",
        uses=policy.attachment_count + policy.permissions_boundary_usage_count,
    )
