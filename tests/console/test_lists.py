"""The dashboard, aliases, events, cost and access."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from kmsportal.console.request import ConsoleRequest
from kmsportal.projector import catch_up
from tests.world import NOW, Client, refused


@pytest.fixture(autouse=True)
def _in_the_month_of_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages' moment be the one at which the world's calls were made."""
    original = ConsoleRequest.__init__

    def at_that_moment(self: ConsoleRequest, *args: Any) -> None:
        original(self, *args)
        self.time = NOW

    monkeypatch.setattr(ConsoleRequest, "__init__", at_that_moment)


def text_of(browser: Browser, address: str, **query: str) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_the_dashboard_counts_keys_calls_and_cost(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    answer = signed_in.get(home)
    assert answer.context["keys"].result.total == 1
    assert answer.context["calls_today"] == 4
    names = [e.event_name for e in answer.context["events"].result.events]
    assert sorted(names) == ["CreateAlias", "CreateKey", "Decrypt", "Encrypt"]


def test_looking_does_not_push_what_happened_out_of_sight(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    for _ in range(3):
        for page in ("", f"keys/{orders['KeyId']}/"):
            signed_in.get(home + page)
    catch_up()
    for page in ("", f"keys/{orders['KeyId']}/", f"keys/{orders['KeyId']}/delete/"):
        context = signed_in.get(home + page).context
        shown = context.get("uses") or context["events"]
        names = {event.event_name for event in shown.result.events}
        assert names == {"CreateAlias", "CreateKey", "Decrypt", "Encrypt"}, page


def test_a_search_that_gives_up_says_so(
    signed_in: Browser, home: str, orders: dict[str, Any], alice: Client
) -> None:
    alice.time = NOW + timedelta(seconds=1)
    for _ in range(500):
        alice.describe_key(KeyId=orders["KeyId"])
    catch_up()
    page = text_of(signed_in, f"{home}keys/{orders['KeyId']}/delete/")
    assert "None among the latest events of this key" in page


def test_the_dashboard_warns_of_deletions_and_tells_rotations(
    signed_in: Browser, home: str, orders: dict[str, Any], alice: Client
) -> None:
    alice.enable_key_rotation(KeyId=orders["KeyId"])
    assert "2027-11-23" in text_of(signed_in, home)
    alice.schedule_key_deletion(KeyId=orders["KeyId"], PendingWindowInDays=7)
    assert "in 7 days" in text_of(signed_in, home)


def test_aliases_are_listed_retargeted_and_deleted(
    signed_in: Browser, home: str, orders: dict[str, Any], alice: Client
) -> None:
    assert "alias/orders" in text_of(signed_in, f"{home}aliases/")
    other = alice.create_key()["KeyMetadata"]["KeyId"]
    signed_in.post(f"{home}aliases/retarget/orders/", {"key_id": other})
    found = alice.describe_key(KeyId="alias/orders")["KeyMetadata"]
    assert found["KeyId"] == other
    assert "will fail from then on" in text_of(
        signed_in, f"{home}aliases/delete/orders/"
    )
    signed_in.post(f"{home}aliases/delete/orders/")
    assert "No aliases" in text_of(signed_in, f"{home}aliases/")


def test_an_alias_with_slashes_has_its_pages(
    signed_in: Browser, home: str, orders: dict[str, Any], alice: Client
) -> None:
    alice.create_alias(AliasName="alias/a/b_c-d", TargetKeyId=orders["KeyId"])
    page = text_of(signed_in, f"{home}aliases/")
    assert f"{home}aliases/delete/a/b_c-d/" in page
    signed_in.post(f"{home}aliases/delete/a/b_c-d/")
    with refused("NotFoundException"):
        alice.describe_key(KeyId="alias/a/b_c-d")


def test_events_are_filtered(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    def found(**query: str) -> set[str]:
        answer = signed_in.get(f"{home}events/", query)
        return {event.event_name for event in answer.context["found"].events}

    assert found(event_name="Encrypt") == {"Encrypt"}
    assert found(key_arn=orders["Arn"]) >= {"CreateKey", "Encrypt", "Decrypt"}
    assert found(username="nobody") == set()
    assert found(errors_only="on") == set()
    assert found(end_time="2026-11-23T11:59:59") == set()
    assert "Encrypt" in found(start_time="2026-11-23T11:59:59")


def test_an_event_shows_its_record_and_no_secret(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    page = text_of(signed_in, f"{home}events/", event_name="Encrypt")
    assert "&quot;eventSource&quot;: &quot;kms.amazonaws.com&quot;" in page
    assert "secret" not in page


def test_events_come_in_pages(
    signed_in: Browser, home: str, orders: dict[str, Any], alice: Client
) -> None:
    for _ in range(51):
        alice.generate_random(NumberOfBytes=8)
    catch_up()
    query = {"event_name": "GenerateRandom"}
    first = signed_in.get(f"{home}events/", query)
    token = first.context["found"].next_token
    assert "Next page" in first.content.decode()
    second = signed_in.get(f"{home}events/", query | {"token": token})
    assert len(second.context["found"].events) == 1
    assert "event_name=GenerateRandom" in second.content.decode()


def test_a_made_up_token_is_refused_with_a_sentence(
    signed_in: Browser, home: str
) -> None:
    answer = signed_in.get(f"{home}events/", {"token": "made-up"})
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()


def test_the_cost_page_adds_up(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    answer = signed_in.get(f"{home}cost/")
    by_day = answer.context["by_day"]
    assert by_day.requests == 4
    assert by_day.total == answer.context["by_key"].total
    page = answer.content.decode()
    assert "alias/orders" in page
    assert "Priced by book default" in page
    assert len(answer.context["chart"].bars) == 30


def test_another_month_can_be_chosen_and_nonsense_is_not(
    signed_in: Browser, home: str, orders: dict[str, Any]
) -> None:
    assert "Nothing was used in this month" in text_of(
        signed_in, f"{home}cost/", month="2026-10"
    )
    assert signed_in.get(f"{home}cost/", {"month": "x"}).context["month"] == "2026-11"
    answer = signed_in.get(f"{home}cost/", {"month": "2027-01"})
    assert answer.status_code == 400


def test_a_person_sees_who_she_is_to_policies(
    signed_in: Browser, home: str, alice: Client
) -> None:
    page = text_of(signed_in, f"{home}access/")
    assert f"{alice.account_id}:assumed-role/Administrator/ada@example.com" in page
    assert f"arn:aws:iam::{alice.account_id}:role/Administrator" in page
