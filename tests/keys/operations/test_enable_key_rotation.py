"""EnableKeyRotation."""

from datetime import timedelta

from tests.keys.ledger import last_record
from tests.keys.policies import allow, policy_of
from tests.world import NOW, Client, World, refused


def test_a_key_rotates_every_year_unless_told_otherwise(
    alice: Client, key: str
) -> None:
    assert alice.enable_key_rotation(KeyId=key) == {}
    status = alice.get_key_rotation_status(KeyId=key)
    assert status["RotationPeriodInDays"] == 365
    assert status["NextRotationDate"] == "2027-11-23T12:00:00Z"


def test_the_period_can_be_chosen_and_changed(alice: Client, key: str) -> None:
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    status = alice.get_key_rotation_status(KeyId=key)
    assert status["NextRotationDate"] == "2027-02-21T12:00:00Z"
    alice.time = NOW + timedelta(days=1)
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=180)
    status = alice.get_key_rotation_status(KeyId=key)
    assert status["RotationPeriodInDays"] == 180
    assert status["NextRotationDate"] == "2027-05-23T12:00:00Z"


def test_the_same_period_again_does_not_put_the_rotation_off(
    alice: Client, key: str
) -> None:
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    before = alice.get_key_rotation_status(KeyId=key)
    alice.time = NOW + timedelta(days=60)
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    assert alice.get_key_rotation_status(KeyId=key) == before


def test_a_disabled_key_is_refused(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    with refused("DisabledException", f"{key} is disabled."):
        alice.enable_key_rotation(KeyId=key)


def test_a_key_pending_deletion_is_refused(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.enable_key_rotation(KeyId=key)


def test_policies_can_bound_the_period(world: World, alice: Client, key: str) -> None:
    often = {"NumericLessThanEquals": {"kms:RotationPeriodInDays": 365}}
    given = policy_of(allow("kms:EnableKeyRotation", Condition=often))
    bob = world.user(alice, "bob", given)
    with refused("AccessDeniedException"):
        bob.enable_key_rotation(KeyId=key, RotationPeriodInDays=366)
    bob.enable_key_rotation(KeyId=key)


def test_the_event_shows_the_period(alice: Client, key: str) -> None:
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": key, "rotationPeriodInDays": 90}
    assert record["responseElements"] == {"keyId": key}
