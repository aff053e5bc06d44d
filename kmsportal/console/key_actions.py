"""What can be done to a key; what cannot be taken back lightly asks first."""

from datetime import timedelta

from django.http import HttpResponse

from kmsportal.console.forms import DeletionForm, DescriptionForm
from kmsportal.console.key import key_context
from kmsportal.console.recent import recent_events
from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page

_FEW = 5
_RECENT = timedelta(days=90)


@page
def describe(request: ConsoleRequest, key_id: str) -> HttpResponse:
    context = key_context(request, key_id)
    initial = {"description": context["key"].description}
    form = DescriptionForm(request.form, initial=initial)
    if form.is_valid():
        text = form.cleaned_data["description"]
        members = {"key_id": key_id, "description": text}
        if request.submit(form, "UpdateKeyDescription", **members):
            request.say("The description is changed.")
            return request.redirect("key", key_id)
    return request.page("keys/describe.html", {**context, "form": form})


@page
def enable(request: ConsoleRequest, key_id: str) -> HttpResponse:
    if request.form is not None:
        request.perform("EnableKey", key_id=key_id)
        request.say("The key is enabled.")
    return request.redirect("key", key_id)


@page
def disable(request: ConsoleRequest, key_id: str) -> HttpResponse:
    if request.form is None:
        return request.page("keys/disable.html", key_context(request, key_id))
    request.perform("DisableKey", key_id=key_id)
    request.say("The key is disabled: nothing can be encrypted or decrypted with it.")
    return request.redirect("key", key_id)


@page
def delete(request: ConsoleRequest, key_id: str) -> HttpResponse:
    context = key_context(request, key_id)
    names = [*context["aliases"], key_id]
    form = DeletionForm(request.form).expect(names)
    if form.is_valid():
        members = {
            "key_id": key_id,
            "pending_window_in_days": form.cleaned_data["days"],
        }
        if request.submit(form, "ScheduleKeyDeletion", **members):
            request.warn("The deletion is scheduled; until then it can be cancelled.")
            return request.redirect("key", key_id)
    since = (request.time - _RECENT).isoformat()
    arn = context["key"].arn
    uses = recent_events(request, _FEW, key_arn=arn, start_time=since)
    last_use = request.panel("GetKeyLastUsage", key_id=key_id)
    shown = {"form": form, "uses": uses, "last_use": last_use}
    return request.page("keys/delete.html", {**context, **shown})


@page
def cancel_deletion(request: ConsoleRequest, key_id: str) -> HttpResponse:
    if request.form is not None:
        request.perform("CancelKeyDeletion", key_id=key_id)
        request.say(
            "The deletion is cancelled. The key is disabled; enable it to use it."
        )
    return request.redirect("key", key_id)


@page
def rotate(request: ConsoleRequest, key_id: str) -> HttpResponse:
    if request.form is None:
        return request.page("keys/rotate.html", key_context(request, key_id))
    request.perform("RotateKeyOnDemand", key_id=key_id)
    request.say("The rotation has begun; it is done within moments.")
    return request.redirect("key-rotation", key_id)


@page
def stop_rotation(request: ConsoleRequest, key_id: str) -> HttpResponse:
    if request.form is None:
        return request.page("keys/stop_rotation.html", key_context(request, key_id))
    request.perform("DisableKeyRotation", key_id=key_id)
    request.say("Automatic rotation is off.")
    return request.redirect("key-rotation", key_id)


@page
def untag(request: ConsoleRequest, key_id: str) -> HttpResponse:
    if request.form is not None:
        name = request.form.get("name", "")
        request.perform("UntagResource", key_id=key_id, tag_keys=[name])
        request.say(f"The tag {name} is removed.")
    return request.redirect("key-tags", key_id)
