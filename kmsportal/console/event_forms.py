"""The filters of the event history."""

from datetime import UTC, datetime
from typing import Any

from django import forms

from kmsportal.console.forms import moment_widget


class SearchEventsForm(forms.Form):
    """Filters of the event history, named as the operation's parameters are."""

    start_time = forms.DateTimeField(
        required=False, label="From (UTC)", widget=moment_widget()
    )
    end_time = forms.DateTimeField(
        required=False, label="To (UTC)", widget=moment_widget()
    )
    event_name = forms.CharField(required=False, max_length=64, label="Event name")
    username = forms.CharField(required=False, max_length=128, label="User")
    key_arn = forms.CharField(required=False, max_length=256, label="Key ARN")
    read_only = forms.ChoiceField(
        required=False,
        label="Kind",
        choices=(("", "Reads and changes"), ("true", "Reads"), ("false", "Changes")),
    )
    portal_events = forms.ChoiceField(
        required=False,
        label="Services",
        choices=(
            ("", "All services"),
            ("false", "Without the portal itself"),
            ("true", "The portal alone"),
        ),
    )
    event_source = forms.CharField(
        required=False, max_length=64, label="Event source, such as kms.amazonaws.com"
    )
    principal_arn = forms.CharField(
        required=False, max_length=512, label="Principal ARN"
    )
    access_key_id = forms.CharField(
        required=False, max_length=128, label="Access key ID"
    )
    error_code = forms.CharField(required=False, max_length=128, label="Error code")
    event_id = forms.CharField(required=False, max_length=64, label="Event ID")
    fields_text = forms.CharField(
        required=False,
        max_length=1024,
        label="Member of the record",
        widget=forms.TextInput(attrs={"placeholder": "sourceIPAddress=192.0.2.*"}),
    )
    text = forms.CharField(required=False, max_length=512, label="Text in the record")
    errors_only = forms.BooleanField(required=False, label="Refused calls only")

    def chosen(self) -> dict[str, Any]:
        """Return what is filtered by, named and spelled as SearchEvents has it."""
        if not self.is_valid():
            return {}
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        if fields := chosen.pop("fields_text", None):
            chosen["fields"] = [fields]
        return {name: _spell(name, value) for name, value in chosen.items()}

    @property
    def has_rare(self) -> bool:
        """Whether a filter is set that stands behind the fold."""
        return any(self.data.get(name) for name in RARE)

    @property
    def rare(self) -> list[forms.BoundField]:
        return [self[name] for name in RARE]


RARE = (
    "read_only",
    "portal_events",
    "event_source",
    "principal_arn",
    "access_key_id",
    "error_code",
    "event_id",
    "fields_text",
    "text",
)


def _spell(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if name in {"read_only", "portal_events"}:
        return value == "true"
    return value


class SaveSearchForm(forms.Form):
    """A name for the filters of the page it stands on."""

    name = forms.CharField(
        label="Save these filters as",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    shared = forms.BooleanField(
        required=False, label="Show it to everybody in the account"
    )
    query = forms.CharField(required=False, widget=forms.HiddenInput)
