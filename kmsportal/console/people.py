"""The people of the account: who is in, as what, and who comes or goes."""

from django.http import HttpResponse

from kmsportal.console.forms import PersonForm, RoleForm
from kmsportal.console.request import Answer, ConsoleRequest, sentence_of
from kmsportal.console.views import page
from kmsportal.core.errors import (
    ConflictException,
    NotFoundException,
    ValidationException,
)
from kmsportal.tenancy.models import Role


@page
def index(request: ConsoleRequest) -> HttpResponse:
    # The role with the fewest rights is offered first: nobody administers by accident.
    form, made = PersonForm(request.form, initial={"role": Role.AUDITOR}), None
    if form.is_valid():
        try:
            made = request.perform("portal:AddMember", **form.cleaned_data)
        except (ConflictException, ValidationException) as error:
            form.add_error(None, sentence_of(error))
        else:
            form = PersonForm(initial={"role": Role.AUDITOR})
    members = request.perform("portal:ListMembers").members
    context = {"form": form, "made": made, "members": members}
    return request.page("people/index.html", context)


@page
def change_role(request: ConsoleRequest, member_id: str) -> HttpResponse:
    member = _find(request, member_id)
    form = RoleForm(request.form, initial={"role": member.role})
    if form.is_valid() and request.submit(
        form, "portal:ChangeMemberRole", member_id=member_id, **form.cleaned_data
    ):
        request.say(f"{member.email} has another role.")
        return request.redirect("people")
    return request.page("people/role.html", {"form": form, "member": member})


@page
def remove(request: ConsoleRequest, member_id: str) -> HttpResponse:
    member = _find(request, member_id)
    if request.form is None:
        return request.page("people/remove.html", {"member": member})
    request.perform("portal:RemoveMember", member_id=member_id)
    request.say(f"{member.email} is no member of this account any more.")
    return request.redirect("people")


@page
def reset_password(request: ConsoleRequest, member_id: str) -> HttpResponse:
    member, made = _find(request, member_id), None
    if request.form is not None:
        made = request.perform("portal:ResetMemberPassword", member_id=member_id)
    return request.page("people/reset.html", {"member": member, "made": made})


def _find(request: ConsoleRequest, member_id: str) -> Answer:
    for member in request.perform("portal:ListMembers").members:
        if member.member_id == member_id:
            return member
    raise NotFoundException(f"There is no member {member_id}.")
