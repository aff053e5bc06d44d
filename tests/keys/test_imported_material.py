"""Imported material over time: rotation on demand and expiry."""

from datetime import timedelta

import pytest

from kmsportal import gateway
from tests.keys.imports import give, in_days, materials_of, new_external_key, state_of
from tests.keys.ledger import events_of, last_event, last_record
from tests.world import Client, World, refused

DAY = timedelta(days=1)
FIRST, SECOND = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture
def key(alice: Client) -> str:
    """The ARN of a symmetric key with imported material."""
    arn = new_external_key(alice)
    give(alice, arn, FIRST)
    return arn


def current_id(client: Client, key: str) -> str:
    found: str = client.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]
    return found


def test_a_rotation_takes_the_material_that_waits(
    world: World, alice: Client, key: str
) -> None:
    before = current_id(alice, key)
    sealed = alice.encrypt(KeyId=key, Plaintext=b"order")["CiphertextBlob"]
    second = give(alice, key, SECOND, ImportType="NEW_KEY_MATERIAL")["KeyMaterialId"]
    assert alice.rotate_key_on_demand(KeyId=key) == {"KeyId": key}
    assert world.run_due_work(alice, after=DAY) == 1
    details = last_record(alice)["serviceEventDetails"]
    assert details["keyOrigin"] == "EXTERNAL"
    assert details["previousKeyMaterialId"] == before
    assert details["currentKeyMaterialId"] == second
    assert current_id(alice, key) == second
    assert alice.decrypt(CiphertextBlob=sealed)["KeyMaterialId"] == before
    (rotation,) = alice.list_key_rotations(KeyId=key)["Rotations"]
    assert rotation == {
        "KeyId": key,
        "KeyMaterialId": second,
        "KeyMaterialState": "CURRENT",
        "ImportState": "IMPORTED",
        "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
        "RotationDate": "2026-11-24T12:00:00Z",
        "RotationType": "ON_DEMAND",
    }


def test_without_new_material_there_is_no_rotation(alice: Client, key: str) -> None:
    with refused(
        "KMSInvalidStateException",
        f"No available key material pending rotation for the key: {key}",
    ):
        alice.rotate_key_on_demand(KeyId=key)


def test_material_taken_away_meanwhile_is_not_rotated_to(
    world: World, alice: Client, key: str
) -> None:
    before = current_id(alice, key)
    second = give(alice, key, SECOND, ImportType="NEW_KEY_MATERIAL")["KeyMaterialId"]
    alice.rotate_key_on_demand(KeyId=key)
    alice.delete_imported_key_material(KeyId=key, KeyMaterialId=second)
    world.run_due_work(alice)
    assert current_id(alice, key) == before
    status = alice.get_key_rotation_status(KeyId=key)
    assert "OnDemandRotationStartDate" not in status


def test_imported_material_does_not_rotate_by_schedule(alice: Client, key: str) -> None:
    with refused(
        "UnsupportedOperationException",
        f"{key} origin is EXTERNAL which is not valid for this operation.",
    ):
        alice.enable_key_rotation(KeyId=key)


def test_material_ends_at_its_moment(world: World, alice: Client) -> None:
    key = new_external_key(alice)
    material_id = give(alice, key, FIRST, ValidTo=in_days(alice, 2))["KeyMaterialId"]
    assert world.run_due_work(alice, after=2 * DAY - timedelta(microseconds=1)) == 0
    alice.encrypt(KeyId=key, Plaintext=b"order")
    assert world.run_due_work(alice, after=timedelta(microseconds=1)) == 1
    metadata = alice.describe_key(KeyId=key)["KeyMetadata"]
    assert metadata["KeyState"] == "PendingImport"
    assert metadata["CurrentKeyMaterialId"] == material_id
    assert not {"ValidTo", "ExpirationModel"} & metadata.keys()
    with refused("KMSInvalidStateException", f"{key} is pending import."):
        alice.encrypt(KeyId=key, Plaintext=b"order")
    assert world.run_due_work(alice) == 0
    give(alice, key, FIRST)
    assert state_of(alice, key) == "Enabled"


def test_it_ends_even_where_the_schedule_is_late(alice: Client) -> None:
    key = new_external_key(alice)
    give(alice, key, FIRST, ValidTo=in_days(alice, 2))
    sealed = alice.encrypt(KeyId=key, Plaintext=b"order")["CiphertextBlob"]
    alice.time += 2 * DAY
    with refused("KMSInvalidStateException", f"{key} is pending import."):
        alice.encrypt(KeyId=key, Plaintext=b"order")
    with refused("KMSInvalidStateException", f"{key} is pending import."):
        alice.re_encrypt(CiphertextBlob=sealed, DestinationKeyId=key)


def test_the_end_is_told_as_aws_tells_it(world: World, alice: Client) -> None:
    key = new_external_key(alice)
    give(alice, key, FIRST, ValidTo=in_days(alice, 1))
    world.run_due_work(alice, after=DAY)
    event, record = last_event(alice), last_record(alice)
    assert record["eventName"] == "DeleteExpiredKeyMaterial"
    assert record["eventType"] == "AwsServiceEvent"
    assert record["serviceEventDetails"] == {"keyId": key.rpartition("/")[2]}
    assert [change.state for change in event.transitions] == ["PendingImport"]


def test_the_first_end_counts(world: World, alice: Client, key: str) -> None:
    give(alice, key, SECOND, ImportType="NEW_KEY_MATERIAL", ValidTo=in_days(alice, 9))
    assert "ValidTo" not in alice.describe_key(KeyId=key)["KeyMetadata"]
    alice.rotate_key_on_demand(KeyId=key)
    world.run_due_work(alice)
    give(alice, key, FIRST, ValidTo=in_days(alice, 5))
    metadata = alice.describe_key(KeyId=key)["KeyMetadata"]
    assert metadata["ValidTo"] == "2026-11-28T12:00:00Z"
    world.run_due_work(alice, after=5 * DAY)
    states = [material["ImportState"] for material in materials_of(alice, key)]
    assert sorted(states) == ["IMPORTED", "PENDING_IMPORT"]
    assert state_of(alice, key) == "PendingImport"


def test_waiting_material_ends_without_a_word_for_the_key(
    world: World, alice: Client, key: str
) -> None:
    give(alice, key, SECOND, ImportType="NEW_KEY_MATERIAL", ValidTo=in_days(alice, 1))
    assert world.run_due_work(alice, after=DAY) == 1
    assert state_of(alice, key) == "Enabled"
    assert len(materials_of(alice, key)) == 1
    assert last_event(alice).transitions == ()


def test_a_key_pending_deletion_loses_its_material_too(
    world: World, alice: Client
) -> None:
    key = new_external_key(alice)
    give(alice, key, FIRST, ValidTo=in_days(alice, 1))
    alice.schedule_key_deletion(KeyId=key)
    world.run_due_work(alice, after=DAY)
    assert state_of(alice, key) == "PendingDeletion"
    alice.cancel_key_deletion(KeyId=key)
    assert state_of(alice, key) == "PendingImport"


def test_every_end_is_told_once(alice: Client) -> None:
    key = new_external_key(alice)
    give(alice, key, FIRST, ValidTo=in_days(alice, 1))
    for _ in range(3):
        gateway.run_due_work(alice.time + 2 * DAY)
    names = [event.operation for event in events_of(alice)]
    assert names.count("kms:DeleteExpiredKeyMaterial") == 1
