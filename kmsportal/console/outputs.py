"""Destinations and alerts: where events go as they happen, and who is told of some."""

from django import forms
from django.http import HttpResponse

from kmsportal.console.request import ConsoleRequest, sentence_of
from kmsportal.console.views import page
from kmsportal.core.errors import (
    AlreadyExistsException,
    LimitExceededException,
    ValidationException,
)

_IN_FORM = (AlreadyExistsException, LimitExceededException, ValidationException)
DESTINATION_KINDS = (
    ("WEBHOOK", "Webhook, signed"),
    ("HTTP", "Lines over HTTPS"),
    ("SYSLOG", "Syslog over TLS"),
    ("SPLUNK", "Splunk HTTP Event Collector"),
)
RECORD_FORMATS = (("CLOUDTRAIL", "CloudTrail"), ("OCSF", "OCSF"), ("CEF", "CEF"))
ALERT_KINDS = (
    ("KEY_DISABLED", "A key is disabled"),
    ("DELETION_SCHEDULED", "A key's deletion is scheduled"),
    ("POLICY_CHANGED", "A policy or grant is changed"),
    ("TRAIL_CHANGED", "A trail, destination or alert is changed"),
    ("DENIAL_SPIKE", "Many calls are denied"),
    ("NEW_ADDRESS", "A caller comes from a new address"),
)
_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "off"})


class DestinationForm(forms.Form):
    """What a new destination is asked about."""

    name = forms.CharField(label="Name", max_length=64)
    kind = forms.ChoiceField(label="Kind", choices=DESTINATION_KINDS)
    format = forms.ChoiceField(label="Format", choices=RECORD_FORMATS)
    endpoint_url = forms.CharField(
        label="Address", max_length=512, help_text="https://… or, for syslog, tls://…"
    )
    secret = forms.CharField(
        label="Secret",
        required=False,
        max_length=512,
        help_text="A token; a webhook without one gets a secret made here.",
        widget=_PASSWORD,
    )


class AlertForm(forms.Form):
    """What a new alert rule is asked about."""

    name = forms.CharField(label="Name", max_length=64)
    kind = forms.ChoiceField(label="When", choices=ALERT_KINDS)
    email = forms.EmailField(label="E-mail", required=False)
    endpoint_url = forms.CharField(
        label="Webhook", required=False, max_length=512, help_text="https://…"
    )
    cool_down_seconds = forms.IntegerField(
        label="Seconds between two messages", initial=900
    )


@page
def destinations(request: ConsoleRequest) -> HttpResponse:
    form, secret = DestinationForm(request.form), None
    if form.is_valid():
        secret = _create(request, form, "portal:CreateDestination")
    rows = request.perform("portal:ListDestinations").destinations
    context = {"form": form, "secret": secret, "rows": rows}
    return request.page("outputs/destinations.html", context)


@page
def alerts(request: ConsoleRequest) -> HttpResponse:
    form, secret = AlertForm(request.form), None
    if form.is_valid():
        secret = _create(request, form, "portal:CreateAlertRule")
    rows = request.perform("portal:ListAlertRules").alert_rules
    context = {"form": form, "secret": secret, "rows": rows}
    return request.page("outputs/alerts.html", context)


@page
def act_on_destination(request: ConsoleRequest, name: str) -> HttpResponse:
    _act(request, name, "Destination")
    return request.redirect("destinations")


@page
def act_on_alert(request: ConsoleRequest, name: str) -> HttpResponse:
    _act(request, name, "AlertRule")
    return request.redirect("alerts")


def _act(request: ConsoleRequest, name: str, noun: str) -> None:
    """Test or delete what is named, as the pressed button says."""
    verb = request.form.get("verb") if request.form is not None else None
    if verb == "test":
        answer = request.perform(f"portal:Test{noun}", name=name)
        if answer.accepted:
            request.say(f"{name} took the test message.")
        else:
            request.warn(f"{name} did not take the test message. {answer.error}")
    elif verb == "delete":
        request.perform(f"portal:Delete{noun}", name=name)
        request.say(f"{name} is deleted.")


def _create(request: ConsoleRequest, form: forms.Form, operation: str) -> str | None:
    chosen = {name: value or None for name, value in form.cleaned_data.items()}
    try:
        made = request.perform(operation, **chosen)
    except _IN_FORM as error:
        form.add_error(None, sentence_of(error))
        return None
    secret: str | None = made.secret
    return secret
