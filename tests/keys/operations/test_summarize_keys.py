"""SummarizeKeys, the portal's own."""

from typing import Any

from tests.keys.policies import allow, policy_of
from tests.world import Client, World, refused


def summary(client: Client) -> dict[str, Any]:
    return client.perform("portal", "SummarizeKeys")


def test_an_account_without_keys_has_an_empty_summary(alice: Client) -> None:
    assert summary(alice) == {
        "Total": 0,
        "States": {},
        "PendingDeletions": [],
        "NextRotations": [],
    }


def test_keys_are_counted_by_state_and_the_next_events_come_first(
    alice: Client, mallory: Client
) -> None:
    ids = [alice.create_key()["KeyMetadata"]["KeyId"] for _ in range(5)]
    alice.schedule_key_deletion(KeyId=ids[0], PendingWindowInDays=9)
    alice.schedule_key_deletion(KeyId=ids[1], PendingWindowInDays=7)
    alice.enable_key_rotation(KeyId=ids[2])
    alice.enable_key_rotation(KeyId=ids[3], RotationPeriodInDays=90)
    alice.disable_key(KeyId=ids[4])
    answer = summary(alice)
    assert answer["Total"] == 5
    assert answer["States"] == {"PendingDeletion": 2, "Enabled": 2, "Disabled": 1}
    leaving = [key["KeyId"] for key in answer["PendingDeletions"]]
    rotating = [key["KeyId"] for key in answer["NextRotations"]]
    assert (leaving, rotating) == ([ids[1], ids[0]], [ids[3], ids[2]])
    assert summary(mallory)["Total"] == 0


def test_a_key_that_cannot_rotate_now_is_not_announced(alice: Client, key: str) -> None:
    alice.enable_key_rotation(KeyId=key)
    alice.disable_key(KeyId=key)
    assert summary(alice)["NextRotations"] == []


def test_it_needs_a_permission_of_its_own(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob", policy_of(allow("kms:*")))
    with refused("AccessDeniedException"):
        summary(bob)
