"""Multi-Region keys over time: shared rotation, and deletion from the last to first."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from keys.models import Key
from kmsportal import gateway
from tests.keys.imports import give, materials_of, new_external_key, state_of
from tests.keys.ledger import events_of
from tests.keys.regions import EUROPE, WEST, in_region, new_primary, replicate
from tests.world import Client, World, refused

DAY = timedelta(days=1)
FIRST, SECOND = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture
def primary(alice: Client) -> str:
    """The ARN of a primary key of Alice's."""
    return new_primary(alice)


@pytest.fixture
def west(world: World, alice: Client, primary: str) -> Client:
    """Alice where her key has a replica."""
    return replicate(world, alice, primary)


def material_of(client: Client, key: str) -> str:
    found: str = client.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]
    return found


def test_a_rotation_reaches_every_region(
    world: World, alice: Client, west: Client, primary: str
) -> None:
    replica, before = in_region(primary, WEST), material_of(alice, primary)
    old = west.encrypt(KeyId=replica, Plaintext=b"order")["CiphertextBlob"]
    alice.enable_key_rotation(KeyId=primary, RotationPeriodInDays=90)
    assert west.get_key_rotation_status(KeyId=replica) | {
        "KeyId": primary
    } == alice.get_key_rotation_status(KeyId=primary)
    assert world.run_due_work(alice, west, after=90 * DAY) == 1
    assert before != material_of(alice, primary) == material_of(west, replica)
    assert materials_of(west, replica) == [
        material | {"KeyId": replica} for material in materials_of(alice, primary)
    ]
    new = alice.encrypt(KeyId=primary, Plaintext=b"bill")["CiphertextBlob"]
    assert west.decrypt(CiphertextBlob=new)["Plaintext"] == b"bill"
    assert west.decrypt(CiphertextBlob=old)["Plaintext"] == b"order"


def test_every_region_has_the_rotation_in_its_ledger(
    world: World, alice: Client, west: Client, primary: str
) -> None:
    alice.rotate_key_on_demand(KeyId=primary)
    world.run_due_work(alice)
    told = [(event.operation, event.region) for event in events_of(alice)[-2:]]
    assert told == [
        ("kms:RotateKey", "us-east-1"),
        ("kms:SynchronizeMultiRegionKey", WEST),
    ]


def test_a_new_replica_opens_what_older_materials_sealed(
    world: World, alice: Client, primary: str
) -> None:
    old = alice.encrypt(KeyId=primary, Plaintext=b"order")["CiphertextBlob"]
    alice.rotate_key_on_demand(KeyId=primary)
    world.run_due_work(alice)
    west = replicate(world, alice, primary)
    assert west.decrypt(CiphertextBlob=old)["Plaintext"] == b"order"


@pytest.mark.parametrize(
    "name", ["EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand"]
)
def test_a_replica_does_not_decide_on_rotation(
    west: Client, primary: str, name: str
) -> None:
    replica = in_region(primary, WEST)
    with refused(
        "UnsupportedOperationException",
        f"{replica} is not a multi-region primary key.",
    ):
        west.perform("kms", name, KeyId=replica)


def test_state_and_aliases_are_each_key_s_own(
    alice: Client, west: Client, primary: str
) -> None:
    alice.create_alias(AliasName="alias/orders", TargetKeyId=primary)
    alice.disable_key(KeyId=primary)
    assert state_of(west, in_region(primary, WEST)) == "Enabled"
    assert west.list_aliases()["Aliases"] == []


def test_a_primary_is_deleted_after_its_last_replica(
    world: World, alice: Client, west: Client, primary: str
) -> None:
    europe = replicate(world, alice, primary, EUROPE)
    answer = alice.schedule_key_deletion(KeyId=primary, PendingWindowInDays=8)
    assert answer == {
        "KeyId": primary,
        "KeyState": "PendingReplicaDeletion",
        "PendingWindowInDays": 8,
    }
    metadata = alice.describe_key(KeyId=primary)["KeyMetadata"]
    assert metadata["PendingDeletionWindowInDays"] == 8
    assert "DeletionDate" not in metadata
    west.schedule_key_deletion(KeyId=in_region(primary, WEST), PendingWindowInDays=7)
    world.run_due_work(alice, west, europe, after=7 * DAY)
    assert state_of(alice, primary) == "PendingReplicaDeletion"
    europe.schedule_key_deletion(
        KeyId=in_region(primary, EUROPE), PendingWindowInDays=7
    )
    world.run_due_work(alice, europe, after=7 * DAY)
    metadata = alice.describe_key(KeyId=primary)["KeyMetadata"]
    assert metadata["KeyState"] == "PendingDeletion"
    assert metadata["DeletionDate"] == "2026-12-15T12:00:00Z"  # 7 + 7 + 8 days
    assert "PendingDeletionWindowInDays" not in metadata
    assert gateway.run_due_work(alice.time + 8 * DAY) == 1
    assert not Key.objects.filter(account_id=alice.account_id).exists()


def test_the_ledger_tells_when_the_window_of_the_primary_began(
    world: World, alice: Client, west: Client, primary: str
) -> None:
    alice.schedule_key_deletion(KeyId=primary)
    replica = in_region(primary, WEST)
    west.schedule_key_deletion(KeyId=replica, PendingWindowInDays=7)
    world.run_due_work(alice, west, after=7 * DAY)
    changes = [(c.arn, c.state) for c in events_of(alice)[-1].transitions]
    assert changes == [(replica, "Deleted"), (primary, "PendingDeletion")]


def test_the_deletion_of_a_primary_can_be_called_off(
    alice: Client, west: Client, primary: str
) -> None:
    alice.schedule_key_deletion(KeyId=primary)
    with refused("KMSInvalidStateException", f"{primary} is pending replica deletion."):
        alice.encrypt(KeyId=primary, Plaintext=b"order")
    alice.cancel_key_deletion(KeyId=primary)
    assert state_of(alice, primary) == "Disabled"
    metadata = alice.describe_key(KeyId=primary)["KeyMetadata"]
    assert "PendingDeletionWindowInDays" not in metadata


def test_imported_material_rotates_when_every_region_has_it(
    world: World, alice: Client
) -> None:
    primary = new_external_key(alice, MultiRegion=True)
    first = give(alice, primary, FIRST)["KeyMaterialId"]
    west, replica = replicate(world, alice, primary), in_region(primary, WEST)
    give(west, replica, FIRST)
    alice.time += DAY
    second = give(alice, primary, SECOND, ImportType="NEW_KEY_MATERIAL")[
        "KeyMaterialId"
    ]
    waiting = "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"
    for client, arn in ((alice, primary), (west, replica)):
        assert materials_of(client, arn)[1]["KeyMaterialState"] == waiting
        assert state_of(client, arn) == "Enabled"
    with refused("KMSInvalidStateException"):
        alice.rotate_key_on_demand(KeyId=primary)
    give(west, replica, SECOND, ImportType="EXISTING_KEY_MATERIAL")
    assert materials_of(alice, primary)[1]["KeyMaterialState"] == "PENDING_ROTATION"
    alice.rotate_key_on_demand(KeyId=primary)
    world.run_due_work(alice, west)
    for client, arn in ((alice, primary), (west, replica)):
        assert material_of(client, arn) == second
        assert [m["KeyMaterialId"] for m in materials_of(client, arn)] == [
            first,
            second,
        ]
    sealed = west.encrypt(KeyId=replica, Plaintext=b"order")["CiphertextBlob"]
    assert alice.decrypt(CiphertextBlob=sealed)["KeyMaterialId"] == second


def test_waiting_material_taken_from_the_primary_is_gone_everywhere(
    world: World, alice: Client
) -> None:
    primary = new_external_key(alice, MultiRegion=True)
    give(alice, primary, FIRST)
    west, replica = replicate(world, alice, primary), in_region(primary, WEST)
    give(west, replica, FIRST)
    second = give(alice, primary, SECOND, ImportType="NEW_KEY_MATERIAL")[
        "KeyMaterialId"
    ]
    give(west, replica, SECOND)
    west.delete_imported_key_material(KeyId=replica, KeyMaterialId=second)
    assert len(materials_of(west, replica)) == 2
    alice.delete_imported_key_material(KeyId=primary, KeyMaterialId=second)
    for client, arn in ((alice, primary), (west, replica)):
        assert len(materials_of(client, arn)) == 1
        assert state_of(client, arn) == "Enabled"


def test_material_taken_from_a_replica_is_missed_there_alone(
    world: World, alice: Client
) -> None:
    primary = new_external_key(alice, MultiRegion=True)
    give(alice, primary, FIRST)
    west, replica = replicate(world, alice, primary), in_region(primary, WEST)
    give(west, replica, FIRST)
    west.delete_imported_key_material(KeyId=replica)
    assert state_of(west, replica) == "PendingImport"
    assert state_of(alice, primary) == "Enabled"


def test_another_account_has_no_part_in_it(
    alice: Client, mallory: Client, west: Client, primary: str
) -> None:
    with refused("NotFoundException"):
        mallory.describe_key(KeyId=primary.rpartition("/")[2])
    with refused("AccessDeniedException"):
        mallory.in_region(WEST).describe_key(KeyId=in_region(primary, WEST))


@pytest.mark.parametrize(
    "broken",
    [
        {"multi_region": False},
        {"primary_region": ""},
        {"state": "PendingReplicaDeletion"},
        {"pending_window_in_days": 7},
        {"settled_state": "Enabled"},
    ],
)
def test_the_database_holds_the_invariants(
    alice: Client, primary: str, broken: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Key.objects.filter(account_id=alice.account_id).update(**broken)
