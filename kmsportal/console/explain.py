"""Asking why somebody may, or may not, do something."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse

from kmsportal.console.forms import ExplainForm
from kmsportal.console.request import ConsoleRequest, Panel
from kmsportal.console.views import page

_PLAIN = ("principal_arn", "action", "key_id", "source_ip", "via_service")
_MORE = ("encryption_context", "context_entries", "source_ip", "via_service", "time")


@page
def index(request: ConsoleRequest) -> HttpResponse:
    """Show the form and, once it is filled in, the answer; an address is a question."""
    initial = {"principal_arn": request.caller.principal.arn, "action": "kms:Decrypt"}
    given = request.query or None
    form = ExplainForm(given, initial=initial)
    panel = _explain(request, form) if given and form.is_valid() else None
    says_more = any(request.query.get(name) for name in _MORE)
    shown = {"form": form, "panel": panel, "says_more": says_more}
    return request.page("explain/index.html", shown)


def _explain(request: ConsoleRequest, form: ExplainForm) -> Panel:
    chosen = form.cleaned_data
    members: dict[str, Any] = {name: chosen[name] or None for name in _PLAIN}
    entries = [
        {"Key": name, "Values": [value]} for name, value in chosen["context_entries"]
    ]
    return request.panel(
        "portal:ExplainAccess",
        **members,
        encryption_context=dict(chosen["encryption_context"]) or None,
        context_entries=entries or None,
        time=_iso(chosen["time"]),
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
