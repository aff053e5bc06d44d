"""Managed policies on a user, group or role: attached, detached, as boundaries."""

from django.http import HttpResponse

from kmsportal.console.iam.forms import ChoiceForm, Choices
from kmsportal.console.iam.identity import attached_policies, identity_context
from kmsportal.console.iam.kinds import IdentityKind
from kmsportal.console.iam.listing import everything
from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page


def policy_choices(
    request: ConsoleRequest, *, without: frozenset[str] = frozenset()
) -> Choices:
    """Return all managed policies by ARN, the account's before AWS's."""
    own: list[tuple[str, str]] = []
    aws: list[tuple[str, str]] = []
    for policy in everything(request, "iam:ListPolicies", "policies"):
        is_aws = policy.arn.startswith("arn:aws:iam::aws:")
        if policy.arn not in without:
            (aws if is_aws else own).append((policy.arn, policy.policy_name))
    groups = (("This account's", own), ("AWS managed", aws))
    return [group for group in groups if group[1]]


@page
def attach(request: ConsoleRequest, kind: IdentityKind, name: str) -> HttpResponse:
    context = identity_context(request, kind, name)
    there = frozenset(p.policy_arn for p in attached_policies(request, kind, name))
    choices = policy_choices(request, without=there)
    form = ChoiceForm(request.form).offer("Policy", choices)
    if form.is_valid():
        members = {**kind.named(name), "policy_arn": form.cleaned_data["choice"]}
        if request.submit(form, kind.operation("Attach{}Policy"), **members):
            request.say(f"The policy is attached to {name}.")
            return request.redirect("identity", kind, name)
    return request.page("iam/attach.html", {**context, "form": form})


@page
def detach(
    request: ConsoleRequest, kind: IdentityKind, name: str, arn: str
) -> HttpResponse:
    if request.form is None:
        context = identity_context(request, kind, name)
        return request.page("iam/detach.html", {**context, "arn": arn})
    operation = kind.operation("Detach{}Policy")
    request.perform(operation, **kind.named(name), policy_arn=arn)
    request.say(f"{name} does not have the policy any more.")
    return request.redirect("identity", kind, name)


@page
def set_boundary(
    request: ConsoleRequest, kind: IdentityKind, name: str
) -> HttpResponse:
    context = identity_context(request, kind, name)
    form = ChoiceForm(request.form).offer("Boundary", policy_choices(request))
    if form.is_valid():
        arn = form.cleaned_data["choice"]
        operation = kind.operation("Put{}PermissionsBoundary")
        members = {**kind.named(name), "permissions_boundary": arn}
        if request.submit(form, operation, **members):
            request.say(f"{name} may do at most what the boundary allows.")
            return request.redirect("identity", kind, name)
    return request.page("iam/boundary.html", {**context, "form": form})


@page
def remove_boundary(
    request: ConsoleRequest, kind: IdentityKind, name: str
) -> HttpResponse:
    if request.form is None:
        context = identity_context(request, kind, name)
        return request.page("iam/boundary_remove.html", context)
    operation = kind.operation("Delete{}PermissionsBoundary")
    request.perform(operation, **kind.named(name))
    request.say(f"{name} has no permissions boundary any more.")
    return request.redirect("identity", kind, name)
