"""Deleting a user, group or role: what stands in the way, then the question."""

from typing import NamedTuple

from django.http import HttpResponse

from kmsportal.console.iam.forms import NameConfirmation
from kmsportal.console.iam.identity import (
    attached_policies,
    identity_context,
    inline_policies,
)
from kmsportal.console.iam.kinds import IdentityKind
from kmsportal.console.iam.listing import everything
from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page


class Obstacle(NamedTuple):
    """Things that must go first; ``route`` is the page on which they can."""

    number: int
    noun: str
    route: str


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
    attached = len(attached_policies(request, kind, name))
    inline = len(inline_policies(request, kind, name))
    found = [
        Obstacle(attached, "attached policy", "identity"),
        Obstacle(inline, "inline policy", "identity"),
    ]
    if kind.is_user:
        keys = request.perform("iam:ListAccessKeys", user_name=name)
        found.append(
            Obstacle(len(keys.access_key_metadata), "access key", "access-keys")
        )
        groups = everything(request, "iam:ListGroupsForUser", "groups", user_name=name)
        found.append(Obstacle(len(groups), "membership of a group", "user-groups"))
    if kind.is_group:
        users = everything(request, "iam:GetGroup", "users", group_name=name)
        found.append(Obstacle(len(users), "user in it", "group-users"))
    return [obstacle for obstacle in found if obstacle.number]
