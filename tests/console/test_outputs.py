"""Destinations and alerts in the console: added, tested and deleted."""

from django.test import Client as Browser

from kmsportal.tenancy.models import Role
from tests.console.conftest import role_browser
from tests.world import Client

URL = "https://unknown.invalid/hook"


def test_a_destination_is_added_tested_and_deleted(
    signed_in: Browser, home: str, alice: Client
) -> None:
    address = f"{home}destinations/"
    form = {"name": "siem", "kind": "WEBHOOK", "format": "OCSF", "endpoint_url": URL}
    page = signed_in.post(address, form).content.decode()
    assert "it is shown this once" in page
    assert "https://unknown.invalid" in page
    tested = signed_in.post(f"{address}siem/", {"verb": "test"}, follow=True)
    assert "The name unknown.invalid is not known." in tested.content.decode()
    assert signed_in.post(f"{address}siem/", {"verb": "delete"}).status_code == 302
    assert alice.perform("portal", "ListDestinations")["Destinations"] == []


def test_a_refusal_stands_in_the_form(signed_in: Browser, home: str) -> None:
    form = {
        "name": "siem",
        "kind": "HTTP",
        "format": "CEF",
        "endpoint_url": "https://127.0.0.1/",
    }
    page = signed_in.post(f"{home}destinations/", form).content.decode()
    assert "is not a public one" in page


def test_an_alert_is_added_tested_and_deleted(
    signed_in: Browser, home: str, alice: Client
) -> None:
    address = f"{home}alerts/"
    form = {
        "name": "keys",
        "kind": "KEY_DISABLED",
        "email": "security@example.com",
        "cool_down_seconds": "60",
    }
    assert "security@example.com" in signed_in.post(address, form).content.decode()
    tested = signed_in.post(f"{address}keys/", {"verb": "test"}, follow=True)
    assert "took the test message" in tested.content.decode()
    signed_in.post(f"{address}keys/", {"verb": "delete"})
    assert alice.perform("portal", "ListAlertRules")["AlertRules"] == []


def test_an_auditor_looks_and_changes_nothing(home: str, alice: Client) -> None:
    auditor = role_browser(alice, Role.AUDITOR)
    assert auditor.get(f"{home}destinations/").status_code == 200
    assert auditor.post(f"{home}alerts/x/", {"verb": "delete"}).status_code == 403
