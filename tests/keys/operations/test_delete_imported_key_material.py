"""DeleteImportedKeyMaterial."""

from keys.models import KeyMaterial
from tests.keys.imports import give, materials_of, new_external_key, state_of
from tests.keys.ledger import last_event, last_record, resources_of
from tests.world import Client, World, refused

SECRET = bytes(range(32))
OTHER = bytes(range(32, 64))


def test_the_key_is_of_no_use_without_its_material(alice: Client) -> None:
    key = new_external_key(alice)
    material_id = give(alice, key, SECRET)["KeyMaterialId"]
    answer = alice.delete_imported_key_material(KeyId=key)
    assert answer == {"KeyId": key, "KeyMaterialId": material_id}
    metadata = alice.describe_key(KeyId=key)["KeyMetadata"]
    assert metadata["KeyState"] == "PendingImport"
    assert metadata["CurrentKeyMaterialId"] == material_id
    assert "ExpirationModel" not in metadata
    with refused("KMSInvalidStateException", f"{key} is pending import."):
        alice.encrypt(KeyId=key, Plaintext=b"secret")
    (material,) = materials_of(alice, key)
    assert material["ImportState"] == "PENDING_IMPORT"


def test_nothing_of_the_material_stays(alice: Client) -> None:
    key = new_external_key(alice)
    give(alice, key, SECRET)
    alice.delete_imported_key_material(KeyId=key)
    (row,) = KeyMaterial.objects.filter(account_id=alice.account_id)
    assert row.sealed is None


def test_an_older_material_is_missed_too(world: World, alice: Client) -> None:
    """A symmetric key needs every material it ever used."""
    key = new_external_key(alice)
    first = give(alice, key, SECRET)["KeyMaterialId"]
    give(alice, key, OTHER, ImportType="NEW_KEY_MATERIAL")
    alice.rotate_key_on_demand(KeyId=key)
    world.run_due_work(alice)
    alice.delete_imported_key_material(KeyId=key, KeyMaterialId=first)
    assert state_of(alice, key) == "PendingImport"
    give(alice, key, SECRET)
    assert state_of(alice, key) == "Enabled"


def test_material_that_waits_for_a_rotation_is_forgotten(alice: Client) -> None:
    key = new_external_key(alice)
    give(alice, key, SECRET)
    pending = give(alice, key, OTHER, ImportType="NEW_KEY_MATERIAL")["KeyMaterialId"]
    alice.delete_imported_key_material(KeyId=key, KeyMaterialId=pending)
    assert state_of(alice, key) == "Enabled"
    assert [m["KeyMaterialState"] for m in materials_of(alice, key)] == ["CURRENT"]
    give(alice, key, bytes(32), ImportType="NEW_KEY_MATERIAL")


def test_deleting_twice_is_no_fault(alice: Client) -> None:
    key = new_external_key(alice)
    assert alice.delete_imported_key_material(KeyId=key) == {"KeyId": key}
    give(alice, key, SECRET)
    alice.delete_imported_key_material(KeyId=key)
    alice.delete_imported_key_material(KeyId=key)
    assert state_of(alice, key) == "PendingImport"


def test_material_of_no_such_id_is_not_found(alice: Client) -> None:
    key = new_external_key(alice)
    give(alice, key, SECRET)
    with refused("NotFoundException"):
        alice.delete_imported_key_material(KeyId=key, KeyMaterialId="0" * 64)


def test_a_key_pending_deletion_stays_so_and_comes_back_without_material(
    alice: Client,
) -> None:
    key = new_external_key(alice)
    give(alice, key, SECRET)
    alice.schedule_key_deletion(KeyId=key)
    alice.delete_imported_key_material(KeyId=key)
    assert state_of(alice, key) == "PendingDeletion"
    alice.cancel_key_deletion(KeyId=key)
    assert state_of(alice, key) == "PendingImport"


def test_an_ordinary_key_is_refused(alice: Client, key: str) -> None:
    with refused(
        "UnsupportedOperationException",
        f"{key} origin is AWS_KMS which is not valid for this operation.",
    ):
        alice.delete_imported_key_material(KeyId=key)


def test_the_event_names_the_material(alice: Client) -> None:
    key = new_external_key(alice)
    material_id = give(alice, key, SECRET)["KeyMaterialId"]
    alice.delete_imported_key_material(KeyId=key)
    record = last_record(alice)
    assert record["responseElements"] == {"keyId": key, "keyMaterialId": material_id}
    assert resources_of(record) == [key]
    (transition,) = last_event(alice).transitions
    assert transition.state == "PendingImport"
