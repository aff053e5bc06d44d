"""The versions of a managed policy: written, compared, put in force and deleted."""

import difflib
from typing import NamedTuple

from django.http import HttpResponse

from kmsportal.console.iam.forms import VersionForm
from kmsportal.console.iam.inline import remarks_on
from kmsportal.console.iam.policies import document_of, policy_context
from kmsportal.console.request import ConsoleRequest
from kmsportal.console.templatetags.console import pretty_json
from kmsportal.console.views import page


class Line(NamedTuple):
    """A line of a comparison; ``change`` is ``+``, ``-`` or a blank."""

    change: str
    text: str


def compare(before: str, after: str) -> list[Line]:
    """Return the lines of two policies; layout alone makes no difference."""
    lines = difflib.ndiff(
        pretty_json(before).splitlines(), pretty_json(after).splitlines()
    )
    # Lines with a question mark only point into the line above.
    return [Line(line[0], line[2:]) for line in lines if line[0] != "?"]


@page
def index(request: ConsoleRequest, arn: str) -> HttpResponse:
    context = policy_context(request, arn)
    found = request.perform("iam:ListPolicyVersions", policy_arn=arn).versions
    return request.page("iam/versions.html", {**context, "versions": found})


@page
def show(request: ConsoleRequest, version_id: str, arn: str) -> HttpResponse:
    """Show a version and how it differs from the one in force."""
    context = policy_context(request, arn)
    in_force = context["policy"].default_version_id
    text = document_of(request, arn, version_id)
    lines = compare(document_of(request, arn, in_force), text)
    shown = {"version_id": version_id, "document": text, "lines": lines}
    is_default = version_id == in_force
    return request.page(
        "iam/version.html", {**context, **shown, "is_default": is_default}
    )


@page
def create(request: ConsoleRequest, arn: str) -> HttpResponse:
    context = policy_context(request, arn)
    text = document_of(request, arn, context["policy"].default_version_id)
    form = VersionForm(request.form, initial={"document": text})
    if form.is_valid():
        members = {
            "policy_arn": arn,
            "policy_document": form.cleaned_data["document"],
            "set_as_default": form.cleaned_data["is_default"],
        }
        if request.submit(form, "iam:CreatePolicyVersion", **members):
            request.say("The new version is saved.")
            return request.redirect("policy-versions", arn)
    written = form["document"].value() or ""
    shown = {
        "form": form,
        "policy_type": "identity",
        "remarks": remarks_on(request, written, "identity"),
    }
    return request.page("iam/version_create.html", {**context, **shown})


@page
def make_default(request: ConsoleRequest, version_id: str, arn: str) -> HttpResponse:
    if request.form is None:
        context = policy_context(request, arn)
        shown = {"version_id": version_id}
        return request.page("iam/version_default.html", {**context, **shown})
    members = {"policy_arn": arn, "version_id": version_id}
    request.perform("iam:SetDefaultPolicyVersion", **members)
    request.say(f"{version_id} is in force, everywhere the policy is attached.")
    return request.redirect("policy", arn)


@page
def delete(request: ConsoleRequest, version_id: str, arn: str) -> HttpResponse:
    if request.form is None:
        context = policy_context(request, arn)
        shown = {"version_id": version_id}
        return request.page("iam/version_delete.html", {**context, **shown})
    members = {"policy_arn": arn, "version_id": version_id}
    request.perform("iam:DeletePolicyVersion", **members)
    request.say(f"{version_id} is deleted.")
    return request.redirect("policy-versions", arn)
