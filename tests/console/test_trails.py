"""Trails in the console: made, looked at, stopped, started and deleted."""

from typing import Any

import pytest
from django.test import Client as Browser

from audit.models import StorageConnection
from kmsportal.tenancy.models import Role
from tests.audit.trails.worlds import CUT, NAME, deliver, make_logging_trail, make_trail
from tests.console.conftest import role_browser
from tests.world import Client


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def test_without_trails_the_page_says_so(signed_in: Browser, home: str) -> None:
    assert "No trails" in signed_in.get(f"{home}trails/").content.decode()


def test_a_trail_is_made_with_its_bucket_and_logs(
    signed_in: Browser, home: str, alice: Client
) -> None:
    form = {"name": NAME, "bucket_name": "made-here", "validates": "on"}
    answer = signed_in.post(f"{home}trails/create/", form, follow=True)
    assert answer.redirect_chain[-1][0] == f"{home}trails/{NAME}/"
    status = alice.perform("cloudtrail", "GetTrailStatus", Name=NAME)
    assert status["IsLogging"] is True
    assert "aws cloudtrail validate-logs" in answer.content.decode()


def test_a_refusal_stands_in_the_form(signed_in: Browser, home: str) -> None:
    form = {"name": "a", "bucket_name": "made-here"}
    answer = signed_in.post(f"{home}trails/create/", form)
    assert "minimum of 3 characters" in answer.content.decode()


def test_an_error_is_told_in_plain_words(
    signed_in: Browser, home: str, alice: Client
) -> None:
    make_logging_trail(alice)
    StorageConnection.objects.all().delete()
    deliver(CUT)
    page = signed_in.get(f"{home}trails/{NAME}/").content.decode()
    assert "There is no storage connection for this bucket any more." in page
    assert "Delivery fails" in signed_in.get(f"{home}trails/").content.decode()


def test_it_is_stopped_started_and_deleted(
    signed_in: Browser, home: str, alice: Client
) -> None:
    make_logging_trail(alice)
    address = f"{home}trails/{NAME}/"
    for verb, words in (("stop", "Stopped"), ("start", "Logging")):
        if verb == "stop":
            assert signed_in.get(f"{address}stop/").status_code == 200
        page = signed_in.post(f"{address}{verb}/", follow=True).content.decode()
        assert words in page
    assert "Delete" in signed_in.get(f"{address}delete/").content.decode()
    signed_in.post(f"{address}delete/")
    assert signed_in.get(address).status_code == 404


def test_an_auditor_looks_and_changes_nothing(
    home: str, alice: Client, ada: Any
) -> None:
    make_trail(alice)
    auditor = role_browser(alice, Role.AUDITOR)
    assert NAME in auditor.get(f"{home}trails/").content.decode()
    assert auditor.post(f"{home}trails/{NAME}/start/").status_code == 403
