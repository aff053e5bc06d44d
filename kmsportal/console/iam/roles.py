"""What a role has beyond other identities: trust, session length, live sessions."""

from django.http import HttpResponse

from kmsportal.console.iam.forms import DocumentForm, RoleForm
from kmsportal.console.iam.identity import identity_context
from kmsportal.console.iam.inline import remarks_on
from kmsportal.console.iam.kinds import ROLE
from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page

_MINUTE = 60


@page
def trust(request: ConsoleRequest, name: str) -> HttpResponse:
    context = identity_context(request, ROLE, name)
    text = context["identity"].assume_role_policy_document
    shown = {"document": text, "remarks": remarks_on(request, text, "trust")}
    return request.page("iam/trust.html", {**context, **shown})


@page
def edit_trust(request: ConsoleRequest, name: str) -> HttpResponse:
    context = identity_context(request, ROLE, name)
    text = context["identity"].assume_role_policy_document
    form = DocumentForm(request.form, initial={"document": text})
    if form.is_valid():
        document = form.cleaned_data["document"]
        members = {"role_name": name, "policy_document": document}
        if request.submit(form, "iam:UpdateAssumeRolePolicy", **members):
            request.say("The trust policy is changed. Sessions that live go on.")
            return request.redirect("role-trust", name)
    shown = {
        "form": form,
        "policy_type": "trust",
        "remarks": remarks_on(request, form["document"].value() or "", "trust"),
    }
    return request.page("iam/trust_edit.html", {**context, **shown})


@page
def edit(request: ConsoleRequest, name: str) -> HttpResponse:
    context = identity_context(request, ROLE, name)
    role = context["identity"]
    minutes = role.max_session_duration // _MINUTE
    initial = {"description": role.description, "minutes": minutes}
    form = RoleForm(request.form, initial=initial)
    if form.is_valid():
        members = {
            "role_name": name,
            "description": form.cleaned_data["description"],
        }
        if "minutes" in form.changed_data:
            # Other clients may have set what is no whole number of minutes.
            seconds = form.cleaned_data["minutes"] * _MINUTE
            members["max_session_duration"] = seconds
        if request.submit(form, "iam:UpdateRole", **members):
            request.say("The role is changed.")
            return request.redirect("identity", ROLE, name)
    return request.page("iam/role_edit.html", {**context, "form": form})


@page
def revoke_sessions(request: ConsoleRequest, name: str) -> HttpResponse:
    if request.form is None:
        context = identity_context(request, ROLE, name)
        return request.page("iam/role_revoke.html", context)
    request.perform("portal:RevokeRoleSessions", role_name=name)
    request.say(f"All sessions of {name} that had begun are over.")
    return request.redirect("identity", ROLE, name)
