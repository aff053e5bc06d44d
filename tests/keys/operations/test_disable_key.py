"""DisableKey."""

from kmsportal.core.record import KeyTransition
from kmsportal.registry import find_operation
from tests.keys.ledger import last_event, last_record
from tests.world import Client, refused


def test_a_disabled_key_can_be_seen_and_not_used(alice: Client, key: str) -> None:
    sealed = alice.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    assert alice.disable_key(KeyId=key) == {}
    described = alice.describe_key(KeyId=key)["KeyMetadata"]
    assert (described["KeyState"], described["Enabled"]) == ("Disabled", False)
    with refused("DisabledException", f"{key} is disabled."):
        alice.encrypt(KeyId=key, Plaintext=b"secret")
    with refused("DisabledException", f"{key} is disabled."):
        alice.decrypt(CiphertextBlob=sealed)


def test_it_can_be_said_twice(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    alice.disable_key(KeyId=key)
    assert last_event(alice).transitions == ()


def test_a_key_pending_deletion_stays_so(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.disable_key(KeyId=key)


def test_the_event_tells_the_new_state(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    assert last_event(alice).transitions == (
        KeyTransition(arn=key, account_id=alice.account_id, state="Disabled"),
    )
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": key}
    assert record["responseElements"] == {"keyId": key}


def test_it_answers_only_when_nobody_acts_on_the_old_state() -> None:
    assert find_operation("kms", "DisableKey").ends_rights
