"""The list of keys, and making one."""

from typing import Any

from django.http import HttpResponse

from keys.policies import default_key_policy
from kmsportal.console import permissions
from kmsportal.console.forms import CreateKeyForm, SearchKeysForm
from kmsportal.console.naming import is_taken
from kmsportal.console.request import ConsoleRequest, sentence_of
from kmsportal.console.views import page
from kmsportal.core.errors import AlreadyExistsException, ServiceError

_PAGE_SIZE = 25
_NEWEST_FIRST = "Created Descending"


@page
def index(request: ConsoleRequest) -> HttpResponse:
    form = SearchKeysForm(request.query)
    chosen = form.cleaned_data if form.is_valid() else {}
    text, state = chosen.get("text", ""), chosen.get("state", "")
    sort_by, sort_order = (chosen.get("sort") or _NEWEST_FIRST).split()
    found = request.perform(
        "portal:SearchKeys",
        text=text,
        states=[state] if state else None,
        sort_by=sort_by,
        sort_order=sort_order,
        marker=request.query.get("marker"),
        limit=_PAGE_SIZE,
    )
    context = {
        "form": form,
        "found": found,
        "is_filtered": bool(text or state),
        "may": permissions.of_account(request),
    }
    return request.page("keys/index.html", context)


@page
def create(request: ConsoleRequest) -> HttpResponse:
    default = default_key_policy(request.account_id)
    form = CreateKeyForm(request.form, initial={"policy": default})
    if form.is_valid():
        try:
            key_id = _create(request, form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, sentence_of(error))
        else:
            return request.redirect("key", key_id)
    return request.page("keys/create.html", {"form": form})


def _create(request: ConsoleRequest, chosen: dict[str, Any]) -> str:
    """Make the key, then what hangs on it; a key that exists is never hidden.

    Four calls of the API cannot be one transaction, so a refusal after the first is
    told on the key's own page.
    """
    alias_name = f"alias/{chosen['alias'].removeprefix('alias/')}"
    _require_free(request, alias_name)
    created = request.perform(
        "CreateKey",
        description=chosen["description"],
        policy=chosen["policy"],
        tags=[{"TagKey": name, "TagValue": value} for name, value in chosen["tags"]],
    )
    key_id: str = created.key_metadata.key_id
    request.say(f"The key {alias_name} is made and ready for use.")
    _finish(request, "CreateAlias", alias_name=alias_name, target_key_id=key_id)
    if chosen["rotates"]:
        period = chosen["rotation_period"]
        _finish(
            request, "EnableKeyRotation", key_id=key_id, rotation_period_in_days=period
        )
    return key_id


def _finish(request: ConsoleRequest, name: str, **members: object) -> None:
    try:
        request.perform(name, **members)
    except ServiceError as error:
        request.warn(f"The key is made, but {name} was refused: {sentence_of(error)}")


def _require_free(request: ConsoleRequest, alias_name: str) -> None:
    """Refuse an alias that exists before a key is made for it."""
    if is_taken(request, alias_name):
        raise AlreadyExistsException(f"There is a key called {alias_name} already.")
