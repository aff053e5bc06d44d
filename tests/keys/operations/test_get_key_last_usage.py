"""GetKeyLastUsage."""

from datetime import timedelta

from kmsportal import projector
from tests.keys.policies import policy_of, trust
from tests.ledger import records
from tests.world import NOW, Client, refused

HOUR = timedelta(hours=1)


def usage_of(client: Client, key: str) -> dict[str, object]:
    projector.catch_up()
    found: dict[str, object] = client.get_key_last_usage(KeyId=key)["KeyLastUsage"]
    return found


def test_a_key_that_was_never_used_has_an_empty_usage(alice: Client, key: str) -> None:
    projector.catch_up()

    assert alice.get_key_last_usage(KeyId=key) == {
        "KeyId": key,
        "KeyLastUsage": {},
        "TrackingStartDate": "2026-11-23T12:00:00Z",
        "KeyCreationDate": "2026-11-23T12:00:00Z",
    }


def test_the_latest_use_is_told_with_its_event(alice: Client, key: str) -> None:
    alice.encrypt(KeyId=key, Plaintext=b"order")
    alice.time = NOW + HOUR
    alice.generate_data_key(KeyId=key, KeySpec="AES_256")

    (record,) = records("kms:GenerateDataKey")
    assert usage_of(alice, key) == {
        "Operation": "GenerateDataKey",
        "Timestamp": "2026-11-23T13:00:00Z",
        "CloudTrailEventId": record["eventID"],
        "KmsRequestId": record["requestID"],
    }


def test_management_and_refused_calls_are_no_use(alice: Client, key: str) -> None:
    alice.describe_key(KeyId=key)
    alice.get_key_policy(KeyId=key)
    with refused("InvalidCiphertextException"):
        alice.decrypt(CiphertextBlob=b"x" * 100)
    with refused("DryRunOperationException"):
        alice.encrypt(KeyId=key, Plaintext=b"order", DryRun=True)

    assert usage_of(alice, key) == {}


def test_an_older_use_that_comes_later_changes_nothing(alice: Client, key: str) -> None:
    alice.time = NOW + HOUR
    alice.encrypt(KeyId=key, Plaintext=b"order")
    projector.catch_up()
    alice.time = NOW
    alice.generate_data_key(KeyId=key, KeySpec="AES_256")

    assert usage_of(alice, key)["Operation"] == "Encrypt"


def test_re_encrypt_uses_both_keys_each_with_its_owners_event(
    alice: Client, mallory: Client, key: str
) -> None:
    theirs = mallory.create_key(Policy=policy_of(trust(mallory.arn), trust("*")))
    other = theirs["KeyMetadata"]["Arn"]
    blob = alice.encrypt(KeyId=key, Plaintext=b"order")["CiphertextBlob"]
    alice.re_encrypt(CiphertextBlob=blob, DestinationKeyId=other)

    mine, hers = usage_of(alice, key), usage_of(mallory, other)
    assert mine["Operation"] == hers["Operation"] == "ReEncrypt"
    assert mine["KmsRequestId"] == hers["KmsRequestId"]
    found = mallory.perform("cloudtrail", "LookupEvents")["Events"]
    (copy,) = [event for event in found if event["EventName"] == "ReEncrypt"]
    assert hers["CloudTrailEventId"] == copy["EventId"] != mine["CloudTrailEventId"]
