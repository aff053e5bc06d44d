"""ScheduleKeyDeletion."""

import pytest

from kmsportal.core.record import KeyTransition
from kmsportal.registry import find_operation
from tests.keys.ledger import last_event, last_record
from tests.keys.policies import allow, policy_of
from tests.world import Client, World, refused


def test_a_key_is_to_go_in_thirty_days(alice: Client, key: str) -> None:
    assert alice.schedule_key_deletion(KeyId=key) == {
        "KeyId": key,
        "DeletionDate": "2026-12-23T12:00:00Z",
        "KeyState": "PendingDeletion",
        "PendingWindowInDays": 30,
    }
    described = alice.describe_key(KeyId=key)["KeyMetadata"]
    assert described["KeyState"] == "PendingDeletion"
    assert described["DeletionDate"] == "2026-12-23T12:00:00Z"
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.encrypt(KeyId=key, Plaintext=b"secret")


@pytest.mark.parametrize("days", [7, 30])
def test_the_wait_may_be_chosen(alice: Client, key: str, days: int) -> None:
    answer = alice.schedule_key_deletion(KeyId=key, PendingWindowInDays=days)
    assert answer["PendingWindowInDays"] == days


@pytest.mark.parametrize(
    ("days", "bound"),
    [
        (1, "greater than or equal to 7"),
        (6, "greater than or equal to 7"),
        (31, "less than or equal to 30"),
        (365, "less than or equal to 30"),
    ],
)
def test_the_wait_has_bounds(alice: Client, key: str, days: int, bound: str) -> None:
    with refused(
        "ValidationException",
        f"1 validation error detected: Value '{days}' at 'pendingWindowInDays' failed"
        f" to satisfy constraint: Member must have value {bound}",
    ):
        alice.schedule_key_deletion(KeyId=key, PendingWindowInDays=days)
    assert alice.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"


def test_a_disabled_key_can_go_too(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    alice.schedule_key_deletion(KeyId=key)


def test_it_cannot_be_said_twice(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)


def test_policies_can_demand_a_long_wait(world: World, alice: Client, key: str) -> None:
    long = {
        "NumericGreaterThanEquals": {"kms:ScheduleKeyDeletionPendingWindowInDays": 14}
    }
    given = policy_of(allow("kms:ScheduleKeyDeletion", Condition=long))
    bob = world.user(alice, "bob", given)
    with refused("AccessDeniedException"):
        bob.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    bob.schedule_key_deletion(KeyId=key)


def test_the_event_tells_the_date(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": key, "pendingWindowInDays": 7}
    assert record["responseElements"] == {
        "keyId": key,
        "deletionDate": "Nov 30, 2026, 12:00:00 PM",
        "keyState": "PendingDeletion",
        "pendingWindowInDays": 7,
    }
    assert last_event(alice).transitions == (
        KeyTransition(arn=key, account_id=alice.account_id, state="PendingDeletion"),
    )


def test_it_answers_only_when_nobody_acts_on_the_old_state() -> None:
    assert find_operation("kms", "ScheduleKeyDeletion").ends_rights
