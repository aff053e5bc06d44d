"""Credentials for the command line, and API tokens."""

import re

from django.test import Client as Browser

from kmsportal.tenancy.models import Role
from tests.console.conftest import role_browser
from tests.world import Client


def test_credentials_for_the_command_line_are_shown_once(
    signed_in: Browser, home: str
) -> None:
    page = signed_in.post(f"{home}access/credentials/", {"hours": "4"})
    text = page.content.decode()
    assert re.search(r"export AWS_ACCESS_KEY_ID=&#x27;ASIA\w+&#x27;", text)
    assert "export AWS_ENDPOINT_URL=&#x27;http://testserver&#x27;" in text
    assert page.headers["Cache-Control"] == "no-store"
    for address in ("access/", "access/credentials/"):
        again = signed_in.get(home + address).content.decode()
        assert "AWS_SECRET_ACCESS_KEY" not in again


def test_credentials_are_for_hours_that_are_offered(
    signed_in: Browser, home: str
) -> None:
    page = signed_in.post(f"{home}access/credentials/", {"hours": "999"})
    assert "AWS_SECRET_ACCESS_KEY" not in page.content.decode()


def test_a_token_is_made_shown_once_and_revoked(signed_in: Browser, home: str) -> None:
    form = {"name": "nightly", "expires_in_days": "30"}
    answer = signed_in.post(f"{home}access/tokens/", form)
    made = answer.context["made"]
    assert made.token in answer.content.decode()
    later = signed_in.get(f"{home}access/tokens/").content.decode()
    assert "nightly" in later
    assert made.token not in later
    revoke = f"{home}access/tokens/{made.token_id}/revoke/"
    assert "cannot be undone" in signed_in.get(revoke).content.decode()
    signed_in.post(revoke)
    assert (
        "You have no tokens" in signed_in.get(f"{home}access/tokens/").content.decode()
    )
    assert signed_in.post(revoke).status_code == 404


def test_a_token_needs_a_name_and_an_end(signed_in: Browser, home: str) -> None:
    for form in ({"expires_in_days": "3"}, {"name": "x", "expires_in_days": "999"}):
        answer = signed_in.post(f"{home}access/tokens/", form)
        assert answer.context["form"].errors
        assert answer.context["made"] is None


def test_nobody_revokes_the_token_of_another(
    signed_in: Browser, home: str, alice: Client
) -> None:
    form = {"name": "nightly", "expires_in_days": "30"}
    made = signed_in.post(f"{home}access/tokens/", form).context["made"]
    auditor = role_browser(alice, Role.AUDITOR)
    revoke = f"{home}access/tokens/{made.token_id}/revoke/"
    assert auditor.post(revoke).status_code == 403
    assert "nightly" in signed_in.get(f"{home}access/tokens/").content.decode()
