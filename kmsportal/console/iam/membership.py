"""Which users are in which groups, seen from either side."""

from django.http import HttpResponse

from kmsportal.console.iam.forms import ChoiceForm
from kmsportal.console.iam.identity import identity_context
from kmsportal.console.iam.kinds import GROUP, USER
from kmsportal.console.iam.listing import everything
from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page


@page
def of_user(request: ConsoleRequest, name: str) -> HttpResponse:
    context = identity_context(request, USER, name)
    groups = everything(request, "iam:ListGroupsForUser", "groups", user_name=name)
    there = {group.group_name for group in groups}
    all_groups = everything(request, "iam:ListGroups", "groups")
    names = [g.group_name for g in all_groups if g.group_name not in there]
    form = _form(request, "Group", names)
    if form.is_valid() and _add(request, form, form.cleaned_data["choice"], name):
        return request.redirect("user-groups", name)
    shown = {"groups": groups, "form": form, "can_choose": bool(names)}
    return request.page("iam/user_groups.html", {**context, **shown})


@page
def of_group(request: ConsoleRequest, name: str) -> HttpResponse:
    context = identity_context(request, GROUP, name)
    users = everything(request, "iam:GetGroup", "users", group_name=name)
    there = {user.user_name for user in users}
    all_users = everything(request, "iam:ListUsers", "users")
    names = [u.user_name for u in all_users if u.user_name not in there]
    form = _form(request, "User", names)
    if form.is_valid() and _add(request, form, name, form.cleaned_data["choice"]):
        return request.redirect("group-users", name)
    shown = {"users": users, "form": form, "can_choose": bool(names)}
    return request.page("iam/group_users.html", {**context, **shown})


@page
def leave(request: ConsoleRequest, name: str, group: str) -> HttpResponse:
    """Take a user out of a group; ``from=group`` returns to the group's page."""
    is_from_group = request.query.get("from") == "group"
    if request.form is None:
        context = {"name": name, "group": group, "is_from_group": is_from_group}
        return request.page("iam/leave.html", context)
    request.perform("iam:RemoveUserFromGroup", user_name=name, group_name=group)
    request.say(f"{name} is not in the group {group} any more.")
    if is_from_group:
        return request.redirect("group-users", group)
    return request.redirect("user-groups", name)


def _form(request: ConsoleRequest, label: str, names: list[str]) -> ChoiceForm:
    return ChoiceForm(request.form).offer(label, [(name, name) for name in names])


def _add(request: ConsoleRequest, form: ChoiceForm, group: str, user: str) -> bool:
    members = {"group_name": group, "user_name": user}
    is_in = request.submit(form, "iam:AddUserToGroup", **members)
    if is_in:
        request.say(f"{user} is in the group {group}.")
    return is_in
