"""ListKeys."""

from tests.keys.ledger import last_record
from tests.world import Client, refused


def test_only_the_accounts_own_keys_are_listed(
    alice: Client, mallory: Client, key: str, key_id: str
) -> None:
    assert alice.list_keys() == {
        "Keys": [{"KeyId": key_id, "KeyArn": key}],
        "Truncated": False,
    }
    assert mallory.list_keys() == {"Keys": [], "Truncated": False}


def test_pages_hold_every_key_once(alice: Client) -> None:
    made = {alice.create_key()["KeyMetadata"]["KeyId"] for _ in range(5)}
    listed: list[str] = []
    page = alice.list_keys(Limit=2)
    while page["Truncated"]:
        listed += [key["KeyId"] for key in page["Keys"]]
        page = alice.list_keys(Limit=2, Marker=page["NextMarker"])
    listed += [key["KeyId"] for key in page["Keys"]]
    assert "NextMarker" not in page
    assert sorted(listed) == sorted(made)
    assert len(listed) == 5


def test_a_full_last_page_is_not_truncated(alice: Client) -> None:
    alice.create_key()
    assert alice.list_keys(Limit=1)["Truncated"] is False


def test_a_marker_is_good_for_its_own_list_only(alice: Client, mallory: Client) -> None:
    for _ in range(2):
        alice.create_key()
    marker = alice.list_keys(Limit=1)["NextMarker"]
    elsewhere = alice.in_region("eu-central-1")
    sentence = "The marker is not valid for this request."
    for stranger in (mallory, elsewhere):
        with refused("InvalidMarkerException", sentence):
            stranger.list_keys(Marker=marker)
    with refused("InvalidMarkerException", sentence):
        alice.list_aliases(Marker=marker)
    with refused("InvalidMarkerException", sentence):
        alice.list_keys(Marker=marker, ResourceOwners=["OTHER_ACCOUNTS_VIA_RAM"])


def test_a_made_up_marker_is_refused(alice: Client) -> None:
    with refused("InvalidMarkerException", "The marker is not valid for this request."):
        alice.list_keys(Marker="next, please")


def test_nobody_shares_keys_through_ram(alice: Client, key: str) -> None:
    shared = alice.list_keys(ResourceOwners=["OTHER_ACCOUNTS_VIA_RAM"])
    both = alice.list_keys(ResourceOwners=["SELF", "OTHER_ACCOUNTS_VIA_RAM"])
    assert shared["Keys"] == []
    assert [found["KeyArn"] for found in both["Keys"]] == [key]


def test_the_event_names_no_key(alice: Client, key: str) -> None:
    alice.list_keys(Limit=10)
    record = last_record(alice)
    assert record["requestParameters"] == {"limit": 10}
    assert record["resources"] == []
    alice.list_keys()
    assert last_record(alice)["requestParameters"] is None
