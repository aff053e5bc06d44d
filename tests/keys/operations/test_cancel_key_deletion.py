"""CancelKeyDeletion."""

from datetime import timedelta

from kmsportal import gateway
from kmsportal.core.moments import microseconds
from kmsportal.core.record import KeyTransition
from tests.keys.ledger import last_event, last_record
from tests.world import NOW, Client, refused


def test_the_key_stays_disabled(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    assert alice.cancel_key_deletion(KeyId=key) == {"KeyId": key}
    described = alice.describe_key(KeyId=key)["KeyMetadata"]
    assert described["KeyState"] == "Disabled"
    assert "DeletionDate" not in described


def test_the_key_is_not_deleted_any_more(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    alice.cancel_key_deletion(KeyId=key)
    assert gateway.run_due_work(NOW + timedelta(days=31)) == 0
    alice.enable_key(KeyId=key)


def test_a_key_that_is_not_to_go_is_refused(alice: Client, key: str) -> None:
    sentence = f"{key} is not pending deletion."
    with refused("KMSInvalidStateException", sentence):
        alice.cancel_key_deletion(KeyId=key)
    alice.disable_key(KeyId=key)
    with refused("KMSInvalidStateException", sentence):
        alice.cancel_key_deletion(KeyId=key)


def test_the_key_is_billed_as_though_never_scheduled(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    alice.time = NOW + timedelta(days=3)
    alice.cancel_key_deletion(KeyId=key)
    assert last_event(alice).transitions == (
        KeyTransition(
            arn=key,
            account_id=alice.account_id,
            state="Disabled",
            since=microseconds(NOW),
        ),
    )
    assert last_record(alice)["responseElements"] == {"keyId": key}
