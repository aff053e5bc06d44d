"""Tags on users, roles, policies and providers."""

from django.http import HttpResponse

from kmsportal.console.forms import TagForm
from kmsportal.console.iam.identity import identity_context
from kmsportal.console.iam.kinds import IdentityKind
from kmsportal.console.request import ConsoleRequest
from kmsportal.console.views import page


def set_tag(
    request: ConsoleRequest, form: TagForm, operation: str, **named: str
) -> bool:
    """Set the tag of a valid form; tell whether it was."""
    if not form.is_valid():
        return False
    tag = {"Key": form.cleaned_data["name"], "Value": form.cleaned_data["value"]}
    is_set = request.submit(form, operation, **named, tags=[tag])
    if is_set:
        request.say(f"The tag {tag['Key']} is set.")
    return is_set


def remove_tag(request: ConsoleRequest, operation: str, **named: str) -> None:
    """Remove the tag that the submitted form names; nothing for a mere look."""
    if request.form is not None:
        name = request.form.get("name", "")
        request.perform(operation, **named, tag_keys=[name])
        request.say(f"The tag {name} is removed.")


@page
def index(request: ConsoleRequest, kind: IdentityKind, name: str) -> HttpResponse:
    form = TagForm(request.form)
    if set_tag(request, form, kind.operation("Tag{}"), **kind.named(name)):
        return request.redirect("identity-tags", kind, name)
    context = identity_context(request, kind, name)
    return request.page("iam/tags.html", {**context, "form": form})


@page
def remove(request: ConsoleRequest, kind: IdentityKind, name: str) -> HttpResponse:
    remove_tag(request, kind.operation("Untag{}"), **kind.named(name))
    return request.redirect("identity-tags", kind, name)
