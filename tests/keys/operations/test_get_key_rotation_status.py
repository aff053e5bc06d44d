"""GetKeyRotationStatus."""

from tests.keys.ledger import last_record
from tests.world import Client


def test_a_new_key_does_not_rotate(alice: Client, key: str) -> None:
    assert alice.get_key_rotation_status(KeyId=key) == {
        "KeyId": key,
        "KeyRotationEnabled": False,
    }


def test_a_rotating_key_tells_when(alice: Client, key: str) -> None:
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=100)
    assert alice.get_key_rotation_status(KeyId=key) == {
        "KeyId": key,
        "KeyRotationEnabled": True,
        "RotationPeriodInDays": 100,
        "NextRotationDate": "2027-03-03T12:00:00Z",
    }


def test_disabling_the_key_leaves_the_status(alice: Client, key: str) -> None:
    alice.enable_key_rotation(KeyId=key)
    before = alice.get_key_rotation_status(KeyId=key)
    alice.disable_key(KeyId=key)
    assert alice.get_key_rotation_status(KeyId=key) == before


def test_a_pending_deletion_suspends_it(alice: Client, key: str) -> None:
    alice.enable_key_rotation(KeyId=key)
    before = alice.get_key_rotation_status(KeyId=key)
    alice.schedule_key_deletion(KeyId=key)
    during = alice.get_key_rotation_status(KeyId=key)
    assert during == {"KeyId": key, "KeyRotationEnabled": False}
    alice.cancel_key_deletion(KeyId=key)
    assert alice.get_key_rotation_status(KeyId=key) == before


def test_a_rotation_on_demand_shows_until_it_is_done(alice: Client, key: str) -> None:
    alice.rotate_key_on_demand(KeyId=key)
    status = alice.get_key_rotation_status(KeyId=key)
    assert status["OnDemandRotationStartDate"] == "2026-11-23T12:00:00Z"
    assert status["KeyRotationEnabled"] is False
    assert last_record(alice)["responseElements"] is None
