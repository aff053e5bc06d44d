"""EnableKey."""

from kmsportal.core.record import KeyTransition
from tests.keys.ledger import last_event, last_record
from tests.world import Client, refused


def test_a_disabled_key_can_be_used_again(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    assert alice.enable_key(KeyId=key) == {}
    assert alice.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"
    alice.encrypt(KeyId=key, Plaintext=b"secret")


def test_a_key_pending_deletion_stays_so(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.enable_key(KeyId=key)


def test_the_event_tells_the_new_state(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    alice.enable_key(KeyId=key)
    assert last_event(alice).transitions == (
        KeyTransition(arn=key, account_id=alice.account_id, state="Enabled"),
    )
    assert last_record(alice)["responseElements"] == {"keyId": key}


def test_enabling_an_enabled_key_changes_no_state(alice: Client, key: str) -> None:
    alice.enable_key(KeyId=key)
    assert last_event(alice).transitions == ()
