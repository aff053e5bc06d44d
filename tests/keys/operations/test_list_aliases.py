"""ListAliases."""

from tests.keys.ledger import last_record
from tests.world import Client, refused


def test_an_alias_is_listed_with_its_key(
    alice: Client, mallory: Client, key_id: str
) -> None:
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key_id)
    assert alice.list_aliases() == {
        "Aliases": [
            {
                "AliasName": "alias/orders",
                "AliasArn": (f"arn:aws:kms:us-east-1:{alice.account_id}:alias/orders"),
                "TargetKeyId": key_id,
                "CreationDate": "2026-11-23T12:00:00Z",
                "LastUpdatedDate": "2026-11-23T12:00:00Z",
            }
        ],
        "Truncated": False,
    }
    assert mallory.list_aliases()["Aliases"] == []


def test_the_list_can_be_of_one_key(alice: Client, key: str, key_id: str) -> None:
    other = alice.create_key()["KeyMetadata"]["KeyId"]
    alice.create_alias(AliasName="alias/a", TargetKeyId=key)
    alice.create_alias(AliasName="alias/b", TargetKeyId=other)
    for name in (key, key_id):
        (alias,) = alice.list_aliases(KeyId=name)["Aliases"]
        assert alias["AliasName"] == "alias/a"


def test_a_key_that_is_not_there_is_refused(alice: Client, key: str) -> None:
    absent = key[:-12] + "000000000000"
    with refused("NotFoundException", f"Key '{absent}' does not exist"):
        alice.list_aliases(KeyId=absent)


def test_a_foreign_key_is_as_good_as_absent(mallory: Client, key: str) -> None:
    with refused("NotFoundException", f"Key '{key}' does not exist"):
        mallory.list_aliases(KeyId=key)


def test_an_alias_will_not_do(alice: Client, key: str) -> None:
    alice.create_alias(AliasName="alias/a", TargetKeyId=key)
    with refused("NotFoundException", "Invalid keyId 'alias/a'"):
        alice.list_aliases(KeyId="alias/a")


def test_pages_hold_every_alias_once_in_order(alice: Client, key: str) -> None:
    names = [f"alias/{letter}" for letter in "cab"]
    for name in names:
        alice.create_alias(AliasName=name, TargetKeyId=key)
    first = alice.list_aliases(KeyId=key, Limit=2)
    second = alice.list_aliases(KeyId=key, Limit=2, Marker=first["NextMarker"])
    listed = [*first["Aliases"], *second["Aliases"]]
    assert [alias["AliasName"] for alias in listed] == sorted(names)
    assert (first["Truncated"], second["Truncated"]) == (True, False)


def test_a_marker_keeps_to_its_key(alice: Client, key: str) -> None:
    for name in ("alias/a", "alias/b"):
        alice.create_alias(AliasName=name, TargetKeyId=key)
    marker = alice.list_aliases(KeyId=key, Limit=1)["NextMarker"]
    with refused("InvalidMarkerException"):
        alice.list_aliases(Marker=marker)


def test_a_page_holds_a_hundred_at_most(alice: Client) -> None:
    for number in range(3):
        key_id = alice.create_key()["KeyMetadata"]["KeyId"]
        for letter in range(35):
            name = f"alias/{number}-{letter}"
            alice.create_alias(AliasName=name, TargetKeyId=key_id)
    assert len(alice.list_aliases(Limit=1000)["Aliases"]) == 100
    assert len(alice.list_aliases()["Aliases"]) == 50


def test_the_event_shows_what_was_asked(alice: Client, key: str) -> None:
    alice.list_aliases(KeyId=key)
    assert last_record(alice)["requestParameters"] == {"keyId": key}
