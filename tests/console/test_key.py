from typing import Any

import pytest
from django.test import Client as Browser

from kmsportal.projector import catch_up
from tests.world import Client

SECTIONS = ("", "policy/", "aliases/", "tags/", "rotation/", "events/", "cost/")


@pytest.fixture
def key(orders: dict[str, Any]) -> str:
    return str(orders["KeyId"])


@pytest.fixture
def here(home: str, key: str) -> str:
    """The address of the key."""
    return f"{home}keys/{key}/"


def text_of(browser: Browser, address: str) -> str:
    return browser.get(address).content.decode()


def state_of(alice: Client, key: str) -> str:
    return str(alice.describe_key(KeyId=key)["KeyMetadata"]["KeyState"])


def test_the_overview_shows_what_people_ask_of_a_key(
    signed_in: Browser, here: str, orders: dict[str, Any]
) -> None:
    page = text_of(signed_in, here)
    assert f'data-copy="{orders["Arn"]}"' in page
    for words in ("Enabled", "Orders database", "alias/orders", "team: payments"):
        assert words in page
    assert "Encrypt" in page
    assert "Cost this month" in page


def test_the_last_use_is_told_and_told_again_before_a_deletion(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    alice.encrypt(KeyId=key, Plaintext=b"order")
    catch_up()
    for address in (here, f"{here}delete/"):
        assert ", Encrypt" in " ".join(text_of(signed_in, address).split())


def test_every_section_of_every_state_is_there(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    for change in (lambda: None, lambda: alice.disable_key(KeyId=key)):
        change()
        for section in SECTIONS:
            assert signed_in.get(here + section).status_code == 200
    alice.schedule_key_deletion(KeyId=key)
    for section in SECTIONS:
        answer = signed_in.get(here + section)
        assert "This key is deleted on" in answer.content.decode()


def test_a_key_that_cannot_rotate_has_no_rotation(
    signed_in: Browser, home: str, alice: Client
) -> None:
    made = alice.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    page = text_of(signed_in, f"{home}keys/{made['KeyMetadata']['KeyId']}/")
    assert "ECC_NIST_P256" in page
    assert "Rotation" not in page
    assert "UnsupportedOperation" not in page


def test_an_unknown_key_is_not_found(signed_in: Browser, home: str) -> None:
    answer = signed_in.get(f"{home}keys/1234abcd-12ab-34cd-56ef-1234567890ab/")
    assert answer.status_code == 404
    assert "does not exist" in answer.content.decode()


def test_disabling_asks_first_and_enabling_is_one_click(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    assert "Applications that depend on it will fail" in text_of(
        signed_in, f"{here}disable/"
    )
    assert state_of(alice, key) == "Enabled"
    page = signed_in.post(f"{here}disable/", follow=True).content.decode()
    assert state_of(alice, key) == "Disabled"
    assert "nothing can be encrypted" in page
    signed_in.post(f"{here}enable/")
    assert state_of(alice, key) == "Enabled"


def test_looking_at_an_action_does_nothing(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    alice.schedule_key_deletion(KeyId=key)
    for action in ("enable/", "delete/cancel/", "tags/remove/"):
        assert signed_in.get(here + action).status_code == 302
    assert state_of(alice, key) == "PendingDeletion"


@pytest.mark.parametrize("typed", ["orders", "", "alias/ORDERS"])
def test_a_deletion_needs_the_name_of_the_key(
    signed_in: Browser, here: str, alice: Client, key: str, typed: str
) -> None:
    form = {"days": "7", "confirmation": typed}
    assert signed_in.post(f"{here}delete/", form).context["form"].errors
    assert state_of(alice, key) == "Enabled"


def test_a_deletion_shows_the_last_calls_and_can_be_cancelled(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    assert "Decrypt" in text_of(signed_in, f"{here}delete/")
    for name in ("alias/orders", key):
        form = {"days": "9", "confirmation": name}
        signed_in.post(f"{here}delete/", form)
        assert state_of(alice, key) == "PendingDeletion"
        signed_in.post(f"{here}delete/cancel/")
        assert state_of(alice, key) == "Disabled"


def test_a_waiting_period_out_of_bounds_is_refused(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    for days in ("6", "31", "x"):
        form = {"days": days, "confirmation": key}
        assert signed_in.post(f"{here}delete/", form).context["form"].errors
    assert state_of(alice, key) == "Enabled"


def test_a_policy_is_changed_and_a_bad_one_is_kept_for_mending(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    old = alice.get_key_policy(KeyId=key)["Policy"]
    bad = old.replace("Allow", "Permit")
    answer = signed_in.post(f"{here}policy/edit/", {"policy": bad})
    assert answer.context["form"].non_field_errors()
    assert "Permit" in answer.content.decode()
    new = old.replace("Enable IAM User Permissions", "Changed")
    signed_in.post(f"{here}policy/edit/", {"policy": new})
    assert "Changed" in alice.get_key_policy(KeyId=key)["Policy"]
    assert "Changed" in text_of(signed_in, f"{here}policy/")


def test_a_policy_that_is_hardly_meant_is_saved_with_remarks(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    old = alice.get_key_policy(KeyId=key)["Policy"]
    assert "No action is named" not in text_of(signed_in, f"{here}policy/")
    misspelt = old.replace('"kms:*"', '["kms:*", "kms:Encrpyt"]')
    signed_in.post(f"{here}policy/edit/", {"policy": misspelt})
    assert "No action is named kms:Encrpyt." in text_of(signed_in, f"{here}policy/")


def test_aliases_are_added(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    signed_in.post(f"{here}aliases/", {"alias": "shop/orders"})
    found = alice.describe_key(KeyId="alias/shop/orders")["KeyMetadata"]
    assert found["KeyId"] == key
    again = signed_in.post(f"{here}aliases/", {"alias": "alias/shop/orders"})
    assert "already exists" in again.content.decode()


def test_tags_are_set_and_removed(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    signed_in.post(f"{here}tags/", {"name": "env", "value": "prod"})
    signed_in.post(f"{here}tags/remove/", {"name": "team"})
    tags = alice.list_resource_tags(KeyId=key)["Tags"]
    assert tags == [{"TagKey": "env", "TagValue": "prod"}]
    refused = signed_in.post(f"{here}tags/", {"name": "aws:x", "value": ""})
    assert refused.context["form"].non_field_errors()


def test_rotation_is_turned_on_changed_and_off(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    for period in (90, 200):
        signed_in.post(f"{here}rotation/", {"rotation_period": str(period)})
        status = alice.get_key_rotation_status(KeyId=key)
        assert status["RotationPeriodInDays"] == period
    assert "You can turn it on again" in text_of(signed_in, f"{here}rotation/stop/")
    signed_in.post(f"{here}rotation/stop/")
    assert not alice.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]


def test_a_rotation_on_demand_asks_first(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    assert "cannot be undone" in text_of(signed_in, f"{here}rotation/now/")
    signed_in.post(f"{here}rotation/now/")
    assert "A rotation on demand began" in text_of(signed_in, f"{here}rotation/")


def test_the_description_is_edited(
    signed_in: Browser, here: str, alice: Client, key: str
) -> None:
    signed_in.post(f"{here}description/", {"description": "Orders & returns"})
    assert "Orders &amp; returns" in text_of(signed_in, here)


def test_a_forged_action_is_refused(
    ada: object, here: str, alice: Client, key: str
) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(ada)  # type: ignore[arg-type]  # a User
    for action in ("disable/", "delete/", "rotation/now/"):
        assert browser.post(here + action).status_code == 403
    assert state_of(alice, key) == "Enabled"


def test_what_a_person_does_is_in_the_events_under_her_name(
    signed_in: Browser, here: str, home: str
) -> None:
    signed_in.post(f"{here}disable/")
    catch_up()
    answer = signed_in.get(f"{home}events/", {"event_name": "DisableKey"})
    (event,) = answer.context["found"].events
    assert event.username == "ada@example.com"
    assert "assumed-role/Administrator/ada@example.com" in event.principal_arn
