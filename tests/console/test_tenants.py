"""Nobody sees or does anything in an account that is not hers."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver

from kmsportal.console.urls import urlpatterns
from kmsportal.tenancy.models import Membership, Role, User
from tests.console.conftest import join, make_person, role_browser
from tests.world import REGION, Client

ALIAS = "orders"


def addresses(patterns: Any, *, key_id: str) -> list[str]:
    """Return every address below an account and Region."""
    found = []
    for entry in patterns:
        part = str(entry.pattern).replace("<str:key_id>", key_id)
        part = part.replace("<path:name>", ALIAS)
        part = re.sub("<(identity|holder|named):kind>", "users", part)
        if isinstance(entry, URLResolver):
            below = addresses(entry.url_patterns, key_id=key_id)
            found += [part + address for address in below]
        elif isinstance(entry, URLPattern):
            found.append(part)
    return found


@pytest.fixture
def pages(orders: dict[str, Any]) -> list[str]:
    place = next(entry for entry in urlpatterns if isinstance(entry, URLResolver))
    return addresses(place.url_patterns, key_id=orders["KeyId"])


@pytest.fixture
def eve(mallory: Client) -> Browser:
    """An administrator, in person, of another account."""
    person = make_person("eve@example.com")
    join(person, mallory.account_id)
    browser = Browser()
    browser.force_login(person)
    return browser


def test_a_stranger_finds_nothing_in_the_account(
    eve: Browser, home: str, pages: list[str]
) -> None:
    assert len(pages) > 20
    for page in pages:
        for answer in (eve.get(home + page), eve.post(home + page)):
            assert answer.status_code == 404, page
            assert "Orders" not in answer.content.decode()


def test_another_accounts_key_is_not_found_in_ones_own(
    eve: Browser, mallory: Client, orders: dict[str, Any]
) -> None:
    own = f"/console/{mallory.account_id}/{REGION}/"
    assert eve.get(f"{own}keys/{orders['KeyId']}/").status_code == 404
    assert eve.post(f"{own}keys/{orders['KeyId']}/disable/").status_code == 404
    by_arn = eve.post(f"{own}keys/{orders['Arn'].replace('/', '%2F')}/disable/")
    assert by_arn.status_code in {403, 404}
    for page in ("keys/", "aliases/", "events/", ""):
        assert "alias/orders" not in eve.get(own + page).content.decode()


def test_whoever_is_signed_out_is_sent_to_sign_in_from_every_page(
    home: str, pages: list[str]
) -> None:
    for page in pages:
        for answer in (Browser().get(home + page), Browser().post(home + page)):
            assert answer.headers["Location"].startswith("/console/sign-in/"), page


def test_an_ended_membership_ends_access_at_once(
    signed_in: Browser, home: str, ada: User
) -> None:
    assert signed_in.get(home).status_code == 200
    Membership.objects.filter(user=ada).delete()
    assert signed_in.get(home).status_code == 404


def test_an_unknown_region_is_not_found(signed_in: Browser, home: str) -> None:
    assert signed_in.get(home.replace(REGION, "mars-1")).status_code == 404


def test_a_key_user_may_look_but_not_change(
    alice: Client, home: str, orders: dict[str, Any]
) -> None:
    browser = role_browser(alice, Role.KEY_USER)
    key = f"{home}keys/{orders['KeyId']}/"
    page = browser.get(key).content.decode()
    assert "not authorized to perform: portal:GetCostReport" in page
    answer = browser.post(f"{key}disable/")
    assert answer.status_code == 403
    assert "kms:DisableKey" in answer.content.decode()


def test_parts_of_the_dashboard_that_are_refused_leave_the_others(
    alice: Client, home: str, orders: dict[str, Any]
) -> None:
    for role in Role:
        answer = role_browser(alice, role).get(home)
        assert answer.status_code == 200
        assert "Pending deletion" in answer.content.decode()


def test_people_return_to_where_they_were(
    signed_in: Browser, ada: User, mallory: Client
) -> None:
    join(ada, mallory.account_id, Role.AUDITOR)
    other = f"/console/{mallory.account_id}/eu-central-1/"
    signed_in.get(other)
    assert signed_in.get("/console/").headers["Location"] == other
