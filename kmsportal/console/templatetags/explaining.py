"""How explanations and reviews of access are shown, and the links that ask for them."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from kmsportal.console.request import Answer

register = template.Library()

_DECISIONS = {
    "allowed": ("good", "Allowed"),
    "implicitDeny": ("bad", "Denied: nothing allows it"),
    "explicitDeny": ("bad", "Denied: a policy forbids it"),
}
_LAYERS = {
    "RESOURCE_CONTROL": "Resource control policies",
    "SERVICE_CONTROL": "Service control policies",
    "RESOURCE": "Key policy",
    "GRANT": "Grants",
    "IDENTITY": "Identity policies",
    "BOUNDARY": "Permissions boundary",
    "SESSION": "Session policies",
}
_CONTRIBUTIONS = {
    "denies": "denies",
    "allows": "allows",
    "allowsWithinLimits": "allows, within boundary and session policies",
    "delegates": "leaves it to the principal's own policies",
    "doesNotAllow": "does not allow",
    "absent": "none",
}
_DENIED = "AccessDeniedException"
_SUFFIX = ".amazonaws.com"


@register.filter
def decision_badge(decision: str) -> SafeString:
    look, words = _DECISIONS.get(decision, ("neutral", decision))
    return format_html('<span class="badge badge-dot badge-{}">{}</span>', look, words)


@register.filter
def layer_words(layer: str) -> str:
    return _LAYERS.get(layer, layer)


@register.filter
def contribution_words(contribution: str) -> str:
    return _CONTRIBUTIONS.get(contribution, contribution)


@register.filter
def key_id_of(arn: str) -> str:
    return arn.rpartition("/")[2]


@register.filter
def action_name(action: str) -> str:
    """Show an action without its service, where all are of one."""
    return action.partition(":")[2]


@register.filter
def shown_principal(entry: Answer) -> str:
    """Show one's own principals without the account, which is the page's."""
    name: str = entry.principal
    return name if entry.is_assumed else name.rpartition(":")[2]


@register.simple_tag
def question(principal: str, action: str, key: str = "") -> str:
    """Return the query that asks ExplainAccess about it."""
    return _query({"principal_arn": principal, "action": action, "key_id": key})


@register.filter
def question_of(event: Answer) -> str:
    """Return the query that asks why an event's call was denied; empty if none was."""
    service = event.event_source.removesuffix(_SUFFIX)
    is_denied = event.error_code == _DENIED and event.principal_arn
    if not is_denied or service == event.event_source:
        return ""
    keys = [arn for arn in event.resources if ":key/" in arn]
    name = event.event_name
    # One call that needs two permissions.
    action = "ReEncryptFrom" if name == "ReEncrypt" else name
    return question(event.principal_arn, f"{service}:{action}", (keys or [""])[0])


def _query(members: Mapping[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in members.items() if value})
