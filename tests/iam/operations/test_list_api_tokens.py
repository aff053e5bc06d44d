"""ListApiTokens."""

from datetime import timedelta

from tests.iam.people import member
from tests.world import NOW, Client, refused


def names(client: Client) -> list[str]:
    found = client.perform("portal", "ListApiTokens")["Tokens"]
    return [entry["Name"] for entry in found]


def test_a_person_sees_her_own_living_tokens(alice: Client) -> None:
    ada = member("ada@example.com", alice.account_id)
    bob = member("bob@example.com", alice.account_id)
    for name, days in (("short", 1), ("long", 9)):
        ada.perform("portal", "CreateApiToken", Name=name, ExpiresInDays=days)
    assert sorted(names(ada)) == ["long", "short"]
    assert names(bob) == []
    ada.time = NOW + timedelta(days=2)
    assert names(ada) == ["long"]


def test_a_person_s_tokens_for_another_account_are_not_seen(
    alice: Client, mallory: Client
) -> None:
    here = member("ada@example.com", alice.account_id)
    there = member("ada@example.com", mallory.account_id)
    here.perform("portal", "CreateApiToken", Name="here")
    assert names(there) == []


def test_no_secret_is_listed(alice: Client) -> None:
    ada = member("ada@example.com", alice.account_id)
    ada.perform("portal", "CreateApiToken", Name="backup")
    entry = ada.perform("portal", "ListApiTokens")["Tokens"][0]
    assert set(entry) == {"TokenId", "Name", "CreatedAt", "ExpiresAt"}


def test_only_a_person_has_tokens_to_list(alice: Client) -> None:
    with refused("AccessDeniedException"):
        names(alice)
