"""RotateKeyOnDemand."""

from pytest_django import Settings

from kmsportal import gateway
from tests.keys.ledger import last_record, resources_of
from tests.world import NOW, Client, refused


def test_the_key_gets_new_material_and_opens_what_the_old_one_sealed(
    alice: Client, key: str
) -> None:
    old = alice.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    before = alice.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]
    assert alice.rotate_key_on_demand(KeyId=key) == {"KeyId": key}
    assert gateway.run_due_work(NOW) == 1
    after = alice.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]
    assert before != after
    new = alice.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    assert alice.decrypt(CiphertextBlob=old)["KeyMaterialId"] == before
    assert alice.decrypt(CiphertextBlob=new)["KeyMaterialId"] == after


def test_the_schedule_stays(alice: Client, key: str) -> None:
    alice.enable_key_rotation(KeyId=key)
    before = alice.get_key_rotation_status(KeyId=key)
    alice.rotate_key_on_demand(KeyId=key)
    gateway.run_due_work(NOW)
    assert alice.get_key_rotation_status(KeyId=key) == before


def test_one_at_a_time(alice: Client, key: str) -> None:
    alice.rotate_key_on_demand(KeyId=key)
    with refused(
        "ConflictException",
        f"An on-demand rotation of {key} is already in progress.",
    ):
        alice.rotate_key_on_demand(KeyId=key)


def test_the_number_is_limited(alice: Client, key: str, settings: Settings) -> None:
    settings.KMSPORTAL_MAX_ON_DEMAND_ROTATIONS = 2
    for _ in range(2):
        alice.rotate_key_on_demand(KeyId=key)
        gateway.run_due_work(NOW)
    with refused(
        "LimitExceededException",
        "The on-demand rotations limit has been reached for the given keyId. No more"
        f" on-demand rotations can be performed for this key: {key}",
    ):
        alice.rotate_key_on_demand(KeyId=key)


def test_twenty_five_is_the_limit(settings: Settings) -> None:
    assert settings.KMSPORTAL_MAX_ON_DEMAND_ROTATIONS == 25


def test_a_disabled_key_is_refused(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    with refused("DisabledException", f"{key} is disabled."):
        alice.rotate_key_on_demand(KeyId=key)


def test_a_key_pending_deletion_is_refused(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.rotate_key_on_demand(KeyId=key)


def test_the_event_names_the_key(alice: Client, key: str) -> None:
    alice.rotate_key_on_demand(KeyId=key)
    record = last_record(alice)
    assert record["responseElements"] == {"keyId": key}
    assert resources_of(record) == [key]
