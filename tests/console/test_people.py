"""People of an account, added, changed and removed; and their sign-ins."""

import json
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from audit.models import Event
from kmsportal.projector import catch_up
from kmsportal.tenancy.models import Membership, Role, User
from tests.console.conftest import PASSWORD, join, make_person, role_browser
from tests.world import Client

SIGN_IN = "/console/sign-in/"
NEW = {"email": "grace@example.com", "role": "Auditor"}


@pytest.fixture(autouse=True)
def _no_lease(settings: Settings) -> None:
    """Nobody polls here, so nothing has to settle."""
    settings.KMSPORTAL_LEASE_MS = 0


def add(browser: Browser, home: str, **form: str) -> Any:
    return browser.post(f"{home}people/", NEW | form)


def test_a_new_person_gets_a_password_shown_once_and_must_change_it(
    signed_in: Browser, home: str
) -> None:
    answer = add(signed_in, home)
    password = answer.context["made"].one_time_password
    assert password in answer.content.decode()
    assert password not in signed_in.get(f"{home}people/").content.decode()
    browser = Browser()
    browser.post(SIGN_IN, {"login": NEW["email"], "password": password})
    page = browser.get(home, follow=True)
    assert page.redirect_chain == [("/console/password/", 302)]


def test_somebody_with_a_password_keeps_it(signed_in: Browser, home: str) -> None:
    make_person("grace@example.com")
    answer = add(signed_in, home)
    assert answer.context["made"].one_time_password is None
    assert "signs in with the password she has" in answer.content.decode()


def test_a_person_is_added_once(signed_in: Browser, home: str) -> None:
    add(signed_in, home)
    assert add(signed_in, home, email="GRACE@example.com").context["form"].errors


def test_another_role_counts_from_the_next_request_on(
    signed_in: Browser, home: str, alice: Client
) -> None:
    browser = role_browser(alice, Role.KEY_ADMINISTRATOR)
    assert browser.get(f"{home}keys/").status_code == 200
    member = Membership.objects.get(role=Role.KEY_ADMINISTRATOR)
    address = f"{home}people/{member.pk}/role/"
    assert signed_in.post(address, {"role": "BillingViewer"}).status_code == 302
    assert browser.get(f"{home}keys/").status_code == 403


def test_a_removed_person_is_out_at_once(
    signed_in: Browser, home: str, alice: Client
) -> None:
    browser = role_browser(alice, Role.AUDITOR)
    assert browser.get(f"{home}events/").status_code == 200
    member = Membership.objects.get(role=Role.AUDITOR)
    address = f"{home}people/{member.pk}/remove/"
    assert "Remove" in signed_in.get(address).content.decode()
    signed_in.post(address)
    assert browser.get(f"{home}events/").status_code == 404


def test_the_last_administrator_stays(signed_in: Browser, home: str, ada: User) -> None:
    member = Membership.objects.get(user=ada)
    assert signed_in.post(f"{home}people/{member.pk}/remove/").status_code == 409
    form = {"role": "Auditor"}
    answer = signed_in.post(f"{home}people/{member.pk}/role/", form)
    assert "keeps at least one administrator" in answer.content.decode()
    assert Membership.objects.get(user=ada).role == Role.ADMINISTRATOR


def test_a_reset_ends_the_persons_sessions(
    signed_in: Browser, home: str, alice: Client
) -> None:
    browser = role_browser(alice, Role.AUDITOR)
    member = Membership.objects.get(role=Role.AUDITOR)
    answer = signed_in.post(f"{home}people/{member.pk}/password/")
    assert len(answer.context["made"].one_time_password) == 16
    assert browser.get(f"{home}events/").status_code == 302


def test_nobody_resets_the_password_of_a_person_with_a_place_elsewhere(
    signed_in: Browser, home: str, alice: Client, mallory: Client
) -> None:
    """Her password would open the other account, whose administrators never agreed."""
    person = make_person("grace@example.com")
    join(person, mallory.account_id)
    join(person, alice.account_id, Role.AUDITOR)
    member = Membership.objects.get(user=person, account_id=alice.account_id)
    assert signed_in.post(f"{home}people/{member.pk}/password/").status_code == 409
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_only_administrators_see_and_change_people(alice: Client, home: str) -> None:
    for role in (Role.KEY_ADMINISTRATOR, Role.KEY_USER, Role.BILLING_VIEWER):
        browser = role_browser(alice, role)
        assert browser.get(f"{home}people/").status_code == 403
        assert add(browser, home).status_code == 403


# Events ---------------------------------------------------------------------------


def events_of(account_id: str) -> list[Any]:
    catch_up()
    rows = Event.objects.filter(account_id=account_id).order_by("time", "event_id")
    records = [json.loads(row.record) for row in rows]
    return [r for r in records if r["eventSource"] == "signin.amazonaws.com"]


def test_sign_ins_failures_and_sign_outs_are_events_of_her_account(
    ada: User, alice: Client
) -> None:
    browser = Browser()
    browser.post(SIGN_IN, {"login": ada.email, "password": "wrong"})
    browser.post(SIGN_IN, {"login": ada.email, "password": PASSWORD})
    browser.post("/console/sign-out/")
    events = events_of(alice.account_id)
    assert [event["responseElements"] for event in events] == [
        {"ConsoleLogin": "Failure"},
        {"ConsoleLogin": "Success"},
        {"ConsoleLogout": "Success"},
    ]
    assert events[0]["errorMessage"] == "Failed authentication"
    assert {event["eventType"] for event in events} == {"AwsConsoleSignIn"}
    assert "wrong" not in str(events)


def test_an_unknown_address_is_in_nobodys_ledger(ada: User, alice: Client) -> None:
    form = {"login": "nobody@example.com", "password": "wrong"}
    Browser().post(SIGN_IN, form)
    assert events_of(alice.account_id) == []
