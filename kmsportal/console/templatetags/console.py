"""How values are shown on the console's pages."""

import re
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from pathlib import Path

import msgspec
from django import template
from django.forms import BoundField
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kmsportal.core.shapes import Timestamp

register = template.Library()

NOTHING = "\N{EN DASH}"
_ICONS = Path(__file__).parents[1] / "assets" / "vendor" / "lucide"
_STATE_LOOKS = {
    "Enabled": ("good", "Enabled"),
    "Disabled": ("neutral", "Disabled"),
    "PendingDeletion": ("bad", "Pending deletion"),
    "PendingImport": ("warn", "Pending import"),
    "Unavailable": ("warn", "Unavailable"),
}
_STATUS_LOOKS = {"Active": "good", "Inactive": "neutral"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of the vendored icons; it is hidden from screen readers."""
    return mark_safe(_drawing(name))  # noqa: S308 - a vendored file, held by its checksum


@cache
def _drawing(name: str) -> str:
    drawing = (_ICONS / f"{name}.svg").read_text(encoding="utf-8")
    inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    if inside is None:
        raise ValueError(name)
    return (
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
        f' aria-hidden="true">{" ".join(inside[1].split())}</svg>'
    )


@register.filter
def styled(field: BoundField) -> SafeString:
    """Draw a form's field in the design; the label and errors stand around it."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"input {own}".strip()})


@register.filter
def styled_without_example(field: BoundField) -> SafeString:
    """Draw a field of django-allauth, whose placeholder repeats the label."""
    return field.as_widget(attrs={"class": "input", "placeholder": False})


@register.filter
def state_badge(state: Enum | str) -> SafeString:
    """Draw a key state as a badge that needs no colour to be read."""
    text = str(getattr(state, "value", state))
    look, words = _STATE_LOOKS.get(text, ("neutral", text))
    return format_html('<span class="badge badge-dot badge-{}">{}</span>', look, words)


@register.filter
def status_badge(status: Enum) -> SafeString:
    """Draw the status of an access key."""
    look = _STATUS_LOOKS.get(status.value, "warn")
    return format_html(
        '<span class="badge badge-dot badge-{}">{}</span>', look, status.value
    )


@register.filter
def words_of(state: Enum | str) -> str:
    text = str(getattr(state, "value", state))
    return _STATE_LOOKS.get(text, ("", text))[1]


@register.filter
def share_class(state: str) -> str:
    look = _STATE_LOOKS.get(state, ("neutral", state))[0]
    return "share-bar" if look == "neutral" else f"share-bar-{look}"


@register.filter
def without_prefix(alias_name: str) -> str:
    return alias_name.removeprefix("alias/")


@register.filter
def moment(value: Timestamp | None) -> SafeString | str:
    """Show a moment in UTC to the second, for people and for programs."""
    return format_html("{} UTC", stamp(value)) if value else NOTHING


@register.filter
def stamp(value: Timestamp) -> SafeString:
    """Show a moment where the page says that all of them are UTC."""
    exact = value.moment.isoformat(timespec="seconds")
    text = f"{value.moment:%Y-%m-%d %H:%M:%S}"
    return format_html('<time class="nowrap" datetime="{}">{}</time>', exact, text)


@register.filter
def day(value: Timestamp | None) -> SafeString | str:
    """Show the UTC date of a moment."""
    if value is None:
        return NOTHING
    date = f"{value.moment:%Y-%m-%d}"
    return format_html('<time class="nowrap" datetime="{}">{}</time>', date, date)


@register.filter
def duration(seconds: int) -> str:
    """Show a length of time in hours and minutes, and seconds where there are any."""
    minutes, rest = divmod(seconds, 60)
    parts = ((minutes // 60, "h"), (minutes % 60, "min"), (rest, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


@register.filter
def days_until(value: Timestamp, now: datetime) -> str:
    """Say how far away a moment is, in whole days."""
    left = (value.moment - now) // timedelta(days=1)
    return "today" if left < 1 else f"in {left} day{'s' if left > 1 else ''}"


@register.filter
def short_id(key_id: str) -> str:
    """Show the beginning of a key id, or of the one in an ARN."""
    return key_id.rpartition("/")[2][:8]


@register.filter
def wrappable(name: str) -> SafeString:
    """Let a long name such as ``GenerateDataKey`` break between its words."""
    words = re.findall(r"[A-Z]+[^A-Z]*|^[^A-Z]+", name)
    return format_html_join(mark_safe("<wbr>"), "{}", ((word,) for word in words))


@register.filter
def short_error(code: str) -> str:
    return code.removesuffix("Exception")


@register.filter
def plain(value: Enum | str) -> str:
    return str(getattr(value, "value", value))


@register.filter
def pretty_json(text: str) -> str:
    """Indent a JSON document; text that is none is shown as it is."""
    try:
        return msgspec.json.format(text, indent=2)
    except msgspec.DecodeError:
        return text


@register.simple_tag(takes_context=True)
def here_with(context: RequestContext, **changes: object) -> str:
    """Return this page's query with some values set, or removed where empty."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = str(value)
    return f"?{query.urlencode()}"
