"""ListKeyPolicies."""

from tests.keys.ledger import last_record
from tests.world import Client, refused


def test_a_key_has_one_policy(alice: Client, key: str) -> None:
    expected = {"PolicyNames": ["default"], "Truncated": False}
    assert alice.list_key_policies(KeyId=key) == expected
    assert alice.list_key_policies(KeyId=key, Limit=1) == expected


def test_there_is_no_next_page(alice: Client, key: str) -> None:
    with refused("InvalidMarkerException", "The marker is not valid for this request."):
        alice.list_key_policies(KeyId=key, Marker="more")


def test_they_can_be_listed_whatever_the_state(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    alice.list_key_policies(KeyId=key)
    assert last_record(alice)["requestParameters"] == {"keyId": key}
