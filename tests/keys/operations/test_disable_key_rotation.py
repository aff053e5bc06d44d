"""DisableKeyRotation."""

from datetime import timedelta

from kmsportal import gateway
from tests.keys.ledger import last_record
from tests.world import NOW, Client, refused


def test_the_key_keeps_its_material(alice: Client, key: str) -> None:
    alice.enable_key_rotation(KeyId=key)
    assert alice.disable_key_rotation(KeyId=key) == {}
    assert alice.get_key_rotation_status(KeyId=key) == {
        "KeyId": key,
        "KeyRotationEnabled": False,
    }
    assert gateway.run_due_work(NOW + timedelta(days=400)) == 0


def test_it_may_be_off_already(alice: Client, key: str) -> None:
    alice.disable_key_rotation(KeyId=key)
    assert last_record(alice)["responseElements"] == {"keyId": key}


def test_a_disabled_key_is_refused(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    with refused("DisabledException", f"{key} is disabled."):
        alice.disable_key_rotation(KeyId=key)


def test_a_key_pending_deletion_is_refused(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.disable_key_rotation(KeyId=key)
