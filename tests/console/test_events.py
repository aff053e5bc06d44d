"""The event history in the console: filters, histogram, downloads, saved searches."""

import csv
import io
import json
from typing import Any

from django.test import Client as Browser

from kmsportal.projector import catch_up
from kmsportal.tenancy.models import Role
from tests.console.conftest import role_browser
from tests.world import Client


def shown(browser: Browser, address: str) -> str:
    return browser.get(address).content.decode()


def test_each_filter_narrows_what_is_shown(
    signed_in: Browser, home: str, alice: Client, orders: dict[str, Any]
) -> None:
    for query, count in (
        ("event_name=Encrypt", 1),
        ("event_name=Encrypt&read_only=false", 0),
        ("event_name=Encrypt&portal_events=true", 0),
        ("event_name=Encrypt&fields_text=sourceIPAddress%3D192.0.2.*", 1),
        ("event_name=Encrypt&text=no-such-text", 0),
        (f"event_name=Encrypt&principal_arn={alice.arn}", 1),
        ("event_name=Encrypt&error_code=X", 0),
    ):
        page = shown(signed_in, f"{home}events/?{query}")
        assert page.count("Record of Encrypt") == count, query


def test_the_histogram_counts_and_says_what_it_leaves_out(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    span = "start_time=2026-11-23T00:00:00&end_time=2026-11-23T23:00:00"
    page = shown(signed_in, f"{home}events/?{span}&event_name=Encrypt")
    assert "11-23 12:00: 1</title>" in page
    assert "left out of it" not in page
    assert "left out of it" in shown(signed_in, f"{home}events/?{span}&text=x")


def test_a_key_s_page_has_its_own_histogram(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    page = shown(signed_in, f"{home}keys/{orders['KeyId']}/events/")
    assert "Calls by day" in page
    assert "Filter these events" in page


def test_what_is_filtered_can_be_downloaded(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    address = f"{home}events/export/?event_name=Decrypt&format="
    answer = signed_in.get(f"{address}CSV")
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    assert len(list(csv.reader(io.StringIO(answer.content.decode())))) == 2
    records = json.loads(signed_in.get(f"{address}JSON").content)["Records"]
    assert [one["eventName"] for one in records] == ["Decrypt"]


def test_a_search_is_saved_followed_and_forgotten(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    query = "event_name=Encrypt&errors_only=on&read_only=true&fields_text=a%3Db"
    form = {"name": "Mine", "query": query, "shared": "on"}
    page = signed_in.post(f"{home}events/save/", form, follow=True).content.decode()
    assert "The search Mine is saved." in page
    for part in ("event_name=Encrypt", "errors_only=true", "fields_text=a%3Db"):
        assert part in page
    page = signed_in.post(
        f"{home}events/forget/", {"name": "Mine"}, follow=True
    ).content.decode()
    assert "None yet." in page


def test_a_name_that_is_refused_is_told(signed_in: Browser, home: str) -> None:
    form = {"name": "<b>", "query": ""}
    page = signed_in.post(f"{home}events/save/", form, follow=True).content.decode()
    assert "is saved" not in page


def test_others_see_what_is_shared_and_cannot_forget_it(
    signed_in: Browser, home: str, alice: Client
) -> None:
    form = {"name": "Everyone", "query": "event_name=Sign", "shared": "on"}
    signed_in.post(f"{home}events/save/", form)
    auditor = role_browser(alice, Role.AUDITOR)
    page = shown(auditor, f"{home}events/")
    assert "shared by" in page
    assert "Forget" not in page


def test_a_download_is_an_event_of_its_own(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    signed_in.get(f"{home}events/export/")
    catch_up()
    page = shown(signed_in, f"{home}events/?event_name=ExportEvents")
    assert page.count("Record of ExportEvents") == 1
