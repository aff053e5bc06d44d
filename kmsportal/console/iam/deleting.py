"""Deleting a user, group or role: what stands in the way, then the question."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpResponse
from django.urls import reverse

from kmsportal.console.iam.forms import NameConfirmation
from kmsportal.console.iam.identity import (
    attached_policies,
    identity_context,
    inline_policies,
)
from kmsportal.console.iam.kinds import IdentityKind
from kmsportal.console.iam.listing import everything
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page


class Obstacle(NamedTuple):
    """Things that must go first, and the page on which they can."""

    number: int
    noun: str
    url: str


@page
def delete(request: ConsoleRequest, kind: IdentityKind, name: str) -> HttpResponse:
    context = identity_context(request, kind, name)
    obstacles = _obstacles(request, kind, name)
    form = NameConfirmation(request.form).expect(name)
    if form.is_valid() and request.submit(
        form, kind.operation("Delete{}"), **kind.named(name)
    ):
        request.say(f"The {kind.noun} {name} is deleted.")
        return request.redirect("identities", kind)
    shown = {"form": form, "obstacles": obstacles}
    return request.page("iam/delete.html", {**context, **shown})


def _obstacles(
    request: ConsoleRequest, kind: IdentityKind, name: str
) -> list[Obstacle]:
    """Count what IAM wants gone first (API Reference, DeleteUser and its siblings)."""

    def obstacle(things: Sequence[object], noun: str, *route: object) -> Obstacle:
        place = (request.account_id, request.region, *route[1:])
        return Obstacle(len(things), noun, reverse(f"console:{route[0]}", args=place))

    own = ("identity", kind, name)
    attached = attached_policies(request, kind, name)
    inline = inline_policies(request, kind, name)
    found = [
        obstacle(attached, "attached policy", *own),
        obstacle(inline, "inline policy", *own),
    ]
    if kind.is_user:
        listed = request.perform("iam:ListAccessKeys", user_name=name)
        groups = everything(request, "iam:ListGroupsForUser", "groups", user_name=name)
        keys = listed.access_key_metadata
        found.append(obstacle(keys, "access key", "access-keys", name))
        found.append(obstacle(groups, "membership of a group", "user-groups", name))
    if kind.is_group:
        users = everything(request, "iam:GetGroup", "users", group_name=name)
        found.append(obstacle(users, "user in it", "group-users", name))
    if kind.is_role:
        people = _people_acting_as(request, name)
        found.append(obstacle(people, "person who acts as it", "people"))
    return [one for one in found if one.number]


def _people_acting_as(request: ConsoleRequest, role: str) -> list[Answer]:
    """Return the people whose role it is; nobody where the person may not see them."""
    listed = request.panel("portal:ListMembers").result
    members = listed.members if listed else []
    return [member for member in members if member.role == role]
