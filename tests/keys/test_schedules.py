"""What keys come due for by themselves."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.ledger import append
from keys.models import Alias, Key, KeyMaterial, KeyTag
from keys.rotations import rotate_by_schedule
from keys.schedules import due_work
from kmsportal import gateway
from kmsportal.core.record import KeyTransition, KeyUse
from tests.keys.ledger import events_of, last_event, last_record
from tests.world import NOW, Client, refused

DAY = timedelta(days=1)


def material_of(client: Client, key: str) -> str:
    found: str = client.describe_key(KeyId=key)["KeyMetadata"]["CurrentKeyMaterialId"]
    return found


def next_date(client: Client, key: str) -> str:
    found: str = client.get_key_rotation_status(KeyId=key)["NextRotationDate"]
    return found


def test_nothing_is_done_before_it_is_due(alice: Client, key: str) -> None:
    other = alice.create_key()["KeyMetadata"]["KeyId"]
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    alice.schedule_key_deletion(KeyId=other, PendingWindowInDays=7)
    assert gateway.run_due_work(NOW + 7 * DAY - timedelta(microseconds=1)) == 0
    assert gateway.run_due_work(NOW + 7 * DAY) == 1
    assert gateway.run_due_work(NOW + 90 * DAY) == 1
    assert gateway.run_due_work(NOW + 90 * DAY) == 0


def test_a_rotation_is_told_as_aws_tells_it(alice: Client, key: str) -> None:
    before = material_of(alice, key)
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    gateway.run_due_work(NOW + 90 * DAY)
    event, record = last_event(alice), last_record(alice)
    assert record["eventName"] == "RotateKey"
    assert record["eventType"] == "AwsServiceEvent"
    assert record["eventTime"] == "2027-02-21T12:00:00Z"
    assert record["serviceEventDetails"] == {
        "rotationType": "AUTOMATIC",
        "keyOrigin": "AWS_KMS",
        "previousKeyMaterialId": before,
        "currentKeyMaterialId": material_of(alice, key),
        "keyId": key.rpartition("/")[2],
    }
    assert event.keys == (KeyUse(arn=key, account_id=alice.account_id),)
    assert event.transitions == ()


def test_downtime_is_caught_up_with_by_one_rotation(alice: Client, key: str) -> None:
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    assert gateway.run_due_work(NOW + 400 * DAY) == 1
    assert len(alice.list_key_rotations(KeyId=key)["Rotations"]) == 1
    assert next_date(alice, key) == "2028-02-16T12:00:00Z"  # 5 x 90 days


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(90, 2560), st.integers(0, 20_000))
def test_the_next_date_is_the_first_of_its_row_that_lies_ahead(
    alice: Client, period: int, late: int
) -> None:
    due = NOW + period * DAY
    now = due + late * DAY
    key = Key(
        account_id=alice.account_id,
        region="us-east-1",
        key_id=f"{period}-{late}",
        spec="SYMMETRIC_DEFAULT",
        next_rotation_at=due,
        rotation_period_in_days=period,
        created_at=NOW,
    )
    with transaction.atomic():
        key.save(force_insert=True)
        rotate_by_schedule(key, time=now)
        transaction.set_rollback(True)
    assert key.next_rotation_at is not None
    assert now < key.next_rotation_at <= now + period * DAY
    assert (key.next_rotation_at - due) % (period * DAY) == timedelta(0)


def test_a_disabled_key_rotates_when_it_is_enabled_again(
    alice: Client, key: str
) -> None:
    alice.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    alice.rotate_key_on_demand(KeyId=key)
    alice.disable_key(KeyId=key)
    assert gateway.run_due_work(NOW + 100 * DAY) == 0
    alice.enable_key(KeyId=key)
    assert gateway.run_due_work(NOW + 100 * DAY) == 2


def test_a_rotation_on_demand_is_told_too(alice: Client, key: str) -> None:
    alice.rotate_key_on_demand(KeyId=key)
    gateway.run_due_work(NOW)
    details = last_record(alice)["serviceEventDetails"]
    assert details["rotationType"] == "ON_DEMAND"
    assert details["currentKeyMaterialId"] == material_of(alice, key)
    status = alice.get_key_rotation_status(KeyId=key)
    assert "OnDemandRotationStartDate" not in status


def test_a_deleted_key_leaves_nothing_behind(alice: Client, key: str) -> None:
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key)
    alice.tag_resource(KeyId=key, Tags=[{"TagKey": "a", "TagValue": "1"}])
    sealed = alice.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    alice.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert gateway.run_due_work(NOW + 7 * DAY) == 1
    for table in (Key, Alias, KeyTag, KeyMaterial):
        assert not table.objects.filter(account_id=alice.account_id).exists()
    with refused("NotFoundException", f"Key '{key}' does not exist"):
        alice.describe_key(KeyId=key)
    with refused("NotFoundException"):
        alice.encrypt(KeyId="alias/orders", Plaintext=b"secret")
    with refused("AccessDeniedException"):
        alice.decrypt(CiphertextBlob=sealed)


def test_a_deletion_is_told_as_aws_tells_it(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    gateway.run_due_work(NOW + 7 * DAY)
    event, record = last_event(alice), last_record(alice)
    assert (record["eventName"], record["eventType"]) == (
        "DeleteKey",
        "AwsServiceEvent",
    )
    assert "serviceEventDetails" not in record
    assert "requestID" not in record
    assert record["resources"] == [
        {"accountId": alice.account_id, "type": "AWS::KMS::Key", "ARN": key}
    ]
    assert event.transitions == (
        KeyTransition(arn=key, account_id=alice.account_id, state="Deleted"),
    )


def test_only_the_deleted_key_goes(alice: Client, mallory: Client, key: str) -> None:
    mine = alice.create_key()["KeyMetadata"]["KeyId"]
    theirs = mallory.create_key()["KeyMetadata"]["KeyId"]
    alice.schedule_key_deletion(KeyId=key)
    gateway.run_due_work(NOW + 30 * DAY)
    assert [found["KeyId"] for found in alice.list_keys()["Keys"]] == [mine]
    assert [found["KeyId"] for found in mallory.list_keys()["Keys"]] == [theirs]


def test_work_that_was_done_meanwhile_is_not_done_again(
    alice: Client, key: str
) -> None:
    """Two workers found the same work; the second comes too late."""
    alice.rotate_key_on_demand(KeyId=key)
    (work,) = due_work(NOW)
    assert gateway.run_due_work(NOW) == 1
    with transaction.atomic():
        assert work.run(NOW) is None


def test_one_broken_key_does_not_hold_up_the_others(
    alice: Client, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = alice.create_key()["KeyMetadata"]["Arn"]
    for arn in (key, other):
        alice.rotate_key_on_demand(KeyId=arn)
    broken = material_of(alice, key)

    def fail_for_one(account_id: str, event: Any) -> None:
        if event.keys[0].arn == key:
            raise OSError("The disk is full.")
        append(account_id, event)

    monkeypatch.setattr(gateway, "append", fail_for_one)
    assert gateway.run_due_work(NOW) == 1
    monkeypatch.undo()
    assert material_of(alice, key) == broken
    assert gateway.run_due_work(NOW) == 1
    assert material_of(alice, key) != broken


def test_an_event_of_the_service_has_the_moment_it_was_done(
    alice: Client, key: str
) -> None:
    late: datetime = NOW + 45 * DAY
    alice.schedule_key_deletion(KeyId=key)
    gateway.run_due_work(late)
    assert events_of(alice)[-1].time == int(late.timestamp() * 1_000_000)
