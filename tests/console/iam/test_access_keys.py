"""The access keys of a user."""

import pytest
from django.test import Client as Browser

from tests.console.iam.test_identities import text_of
from tests.world import Client


@pytest.fixture
def keys(home: str, team: str) -> str:
    """The page of bob's access keys."""
    return f"{home}iam/users/bob/keys/"


def test_a_secret_is_shown_once_and_kept_nowhere_else(
    signed_in: Browser, keys: str, alice: Client
) -> None:
    answer = signed_in.post(keys)
    made = answer.context["made"]
    assert made.secret_access_key in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    again = text_of(signed_in, keys)
    assert made.access_key_id in again
    assert made.secret_access_key not in again
    assert "Last used" in again


def test_a_third_key_is_refused(signed_in: Browser, keys: str) -> None:
    signed_in.post(keys)
    signed_in.post(keys)
    assert "A user has two at most" in text_of(signed_in, keys)
    assert "Cannot exceed quota" in signed_in.post(keys).content.decode()


def test_a_key_is_switched_off_on_and_deleted(
    signed_in: Browser, keys: str, alice: Client
) -> None:
    key_id = signed_in.post(keys).context["made"].access_key_id
    for address in ("off", "delete"):
        assert key_id in text_of(signed_in, f"{keys}{key_id}/{address}/")

    def status() -> list[str]:
        found = alice.iam.list_access_keys(UserName="bob")["AccessKeyMetadata"]
        return [key["Status"] for key in found]

    signed_in.post(f"{keys}{key_id}/off/")
    assert status() == ["Inactive"]
    signed_in.post(f"{keys}{key_id}/on/")
    assert status() == ["Active"]
    signed_in.post(f"{keys}{key_id}/delete/")
    assert status() == []
    assert signed_in.get(f"{keys}{key_id}/delete/").status_code == 404


def test_looking_changes_nothing(signed_in: Browser, keys: str, alice: Client) -> None:
    key_id = signed_in.post(keys).context["made"].access_key_id
    for address in ("off", "on", "delete"):
        signed_in.get(f"{keys}{key_id}/{address}/")
    found = alice.iam.list_access_keys(UserName="bob")["AccessKeyMetadata"]
    assert [key["Status"] for key in found] == ["Active"]
