"""The access keys of a user: made, switched off and on, and deleted."""

from typing import Any, NamedTuple

from django.http import HttpResponse

from kmsportal.console.iam.identity import identity_context
from kmsportal.console.iam.kinds import USER
from kmsportal.console.request import Answer, ConsoleRequest, Panel, sentence_of
from kmsportal.console.views import page
from kmsportal.core.errors import LimitExceededException, NoSuchEntityException

_MOST_KEYS = 2


class Shown(NamedTuple):
    """An access key and, if the person may know it, its last use."""

    key: Answer
    last_use: Panel


@page
def index(request: ConsoleRequest, name: str) -> HttpResponse:
    """List the keys; a submitted form makes one, whose secret is shown this once."""
    context = identity_context(request, USER, name)
    made, refusal = None, ""
    if request.form is not None:
        try:
            answer = request.perform("iam:CreateAccessKey", user_name=name)
        except LimitExceededException as error:
            refusal = sentence_of(error)
        else:
            made = answer.access_key
    keys = _keys(request, name)
    shown: dict[str, Any] = {
        "keys": keys,
        "made": made,
        "refusal": refusal,
        "has_room": len(keys) < _MOST_KEYS,
    }
    return request.page("iam/access_keys.html", {**context, **shown})


@page
def deactivate(request: ConsoleRequest, name: str, key_id: str) -> HttpResponse:
    if request.form is None:
        shown = _find(request, name, key_id)
        return request.page(
            "iam/access_key_deactivate.html", {"name": name, "shown": shown}
        )
    _set(request, name, key_id, "Inactive")
    request.say(f"{key_id} is inactive: nothing it signs is accepted.")
    return request.redirect("access-keys", name)


@page
def activate(request: ConsoleRequest, name: str, key_id: str) -> HttpResponse:
    if request.form is not None:
        _set(request, name, key_id, "Active")
        request.say(f"{key_id} is active again.")
    return request.redirect("access-keys", name)


@page
def delete(request: ConsoleRequest, name: str, key_id: str) -> HttpResponse:
    if request.form is None:
        shown = _find(request, name, key_id)
        return request.page(
            "iam/access_key_delete.html", {"name": name, "shown": shown}
        )
    members = {"user_name": name, "access_key_id": key_id}
    request.perform("iam:DeleteAccessKey", **members)
    request.say(f"{key_id} is deleted.")
    return request.redirect("access-keys", name)


def _set(request: ConsoleRequest, name: str, key_id: str, status: str) -> None:
    request.perform(
        "iam:UpdateAccessKey", user_name=name, access_key_id=key_id, status=status
    )


def _keys(request: ConsoleRequest, name: str) -> list[Shown]:
    listed = request.perform("iam:ListAccessKeys", user_name=name)
    return [_shown(request, key) for key in listed.access_key_metadata]


def _find(request: ConsoleRequest, name: str, key_id: str) -> Shown:
    listed = request.perform("iam:ListAccessKeys", user_name=name)
    for key in listed.access_key_metadata:
        if key.access_key_id == key_id:
            return _shown(request, key)
    raise NoSuchEntityException(f"The user {name} has no access key {key_id}.")


def _shown(request: ConsoleRequest, key: Answer) -> Shown:
    last_use = request.panel(
        "iam:GetAccessKeyLastUsed", access_key_id=key.access_key_id
    )
    return Shown(key, last_use)
