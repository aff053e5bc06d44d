from typing import Any

import pytest
from django.test import Client as Browser

from kmsportal.tenancy.models import Role
from tests.console.conftest import role_browser
from tests.world import Client


def text_of(browser: Browser, address: str, status: int = 200, **form: str) -> str:
    answer = browser.get(address, form)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_an_empty_account_is_invited_to_make_a_key(
    signed_in: Browser, home: str
) -> None:
    page = text_of(signed_in, f"{home}keys/")
    assert "No keys in us-east-1 yet" in page
    assert f"{home}keys/create/" in page


def test_keys_are_found_by_alias_description_and_tag(
    signed_in: Browser, home: str, orders: dict[str, Any], alice: Client
) -> None:
    alice.create_key(Description="Something else")
    assert "2 keys" in text_of(signed_in, f"{home}keys/")
    for text in ("alias/ord", "Orders data", "payments", orders["KeyId"]):
        page = text_of(signed_in, f"{home}keys/", text=text)
        assert "1 key found" in page
        assert "alias/orders" in page
    assert "No key matches" in text_of(signed_in, f"{home}keys/", text="nothing")


def test_keys_are_filtered_by_state_and_sorted(
    signed_in: Browser, home: str, orders: dict[str, Any], alice: Client
) -> None:
    other = alice.create_key()["KeyMetadata"]["KeyId"]
    alice.disable_key(KeyId=other)
    page = text_of(signed_in, f"{home}keys/", state="Disabled", sort="Name Ascending")
    assert other in page
    assert orders["KeyId"] not in page


def test_many_keys_come_in_pages(signed_in: Browser, home: str, alice: Client) -> None:
    for number in range(26):
        alice.create_key(Description=f"number {number}")
    first = text_of(signed_in, f"{home}keys/")
    assert "26 keys" in first
    marker = signed_in.get(f"{home}keys/").context["found"].next_marker
    second = text_of(signed_in, f"{home}keys/", marker=marker)
    assert second.count("row-name") == 1
    assert "First page" in second


def test_htmx_gets_the_part_without_the_frame(signed_in: Browser, home: str) -> None:
    answer = signed_in.get(f"{home}keys/", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert answer.headers["Vary"].startswith("HX-Request")


def create(browser: Browser, home: str, **changes: str) -> Any:
    form = {
        "alias": "orders",
        "description": "Orders database",
        "tags": "team=payments\ncost-centre=12",
        "rotates": "on",
        "rotation_period": "180",
        "policy": policy_in(browser, home),
    }
    return browser.post(f"{home}keys/create/", form | changes, follow=True)


def policy_in(browser: Browser, home: str) -> str:
    form = browser.get(f"{home}keys/create/").context["form"]
    return str(form["policy"].value())


def test_a_key_is_made_with_all_that_was_asked_for(
    signed_in: Browser, home: str, alice: Client
) -> None:
    key = create(signed_in, home).context["key"]
    assert key.description == "Orders database"
    assert key.key_state == "Enabled"
    status = alice.get_key_rotation_status(KeyId=key.key_id)
    assert status["RotationPeriodInDays"] == 180
    tags = alice.list_resource_tags(KeyId=key.key_id)["Tags"]
    assert {"TagKey": "cost-centre", "TagValue": "12"} in tags
    found = alice.describe_key(KeyId="alias/orders")
    assert found["KeyMetadata"]["KeyId"] == key.key_id


def test_a_key_may_be_made_without_rotation(
    signed_in: Browser, home: str, alice: Client
) -> None:
    form = {"alias": "plain", "policy": policy_in(signed_in, home)}
    form["rotation_period"] = "365"
    signed_in.post(f"{home}keys/create/", form)
    assert not alice.get_key_rotation_status(
        KeyId=alice.list_keys()["Keys"][0]["KeyId"]
    )["KeyRotationEnabled"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"policy": "{"}, "MalformedPolicy"),
        ({"policy": ""}, "This field is required"),
        ({"tags": "=x"}, "key=value"),
        ({"tags": "aws:x=1"}, "aws: are reserved"),
        ({"rotation_period": "9"}, "greater than or equal to 90"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form_and_kept(
    signed_in: Browser, home: str, alice: Client, changes: dict[str, str], words: str
) -> None:
    answer = create(signed_in, home, **changes)
    page = answer.content.decode()
    assert answer.context["form"].errors, page
    assert "Orders database" in page
    assert alice.list_keys()["Keys"] == []


def test_a_taken_alias_makes_no_stray_key(
    signed_in: Browser, home: str, alice: Client, orders: dict[str, Any]
) -> None:
    page = create(signed_in, home).content.decode()
    assert "There is a key called alias/orders already." in page
    assert len(alice.list_keys()["Keys"]) == 1


def test_a_refusal_after_the_key_is_made_is_told_on_its_page(
    signed_in: Browser, home: str
) -> None:
    page = create(signed_in, home, alias="aws/mine").content.decode()
    assert "The key is made, but CreateAlias was refused" in page


def test_whoever_may_not_is_told_the_action(alice: Client, home: str) -> None:
    auditor = role_browser(alice, Role.AUDITOR)
    page = text_of(auditor, f"{home}keys/", status=403)
    assert "portal:SearchKeys" in page
    assert "AccessDeniedException" in page
