"""GetAccessKeyLastUsed."""

from datetime import timedelta

from kmsportal.iam.access_key_use import AccessKeyUseProjection
from kmsportal.projector import catch_up, rebuild
from tests.iam.identities import closed
from tests.world import NOW, Client, World, refused


def last_used(client: Client, key_id: str) -> dict[str, str]:
    answer = client.iam.get_access_key_last_used(AccessKeyId=key_id)
    used: dict[str, str] = answer["AccessKeyLastUsed"]
    return used


def test_a_key_that_was_never_used_says_so(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    assert alice.iam.get_access_key_last_used(AccessKeyId=bob.caller.access_key_id) == {
        "UserName": "bob",
        "AccessKeyLastUsed": {"ServiceName": "N/A", "Region": "N/A"},
    }


def test_the_newest_call_counts_allowed_or_not(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob").in_region("eu-central-1")
    bob.time = NOW + timedelta(hours=1)
    with refused("AccessDeniedException"):
        bob.list_keys()
    bob.time = NOW
    bob.sts.get_caller_identity()
    expected = {
        "LastUsedDate": "2026-11-23T13:00:00Z",
        "ServiceName": "kms",
        "Region": "eu-central-1",
    }
    catch_up()
    assert last_used(alice, bob.caller.access_key_id) == expected
    rebuild(AccessKeyUseProjection())
    assert last_used(alice, bob.caller.access_key_id) == expected


def test_absent_and_foreign_keys_are_refused_alike(
    world: World, alice: Client, mallory: Client
) -> None:
    bob = world.user(alice, "bob")
    for key_id in (bob.caller.access_key_id, "AKIA0000000000000000"):
        sentence = (
            f"User: {mallory.arn} is not authorized to perform:"
            f" iam:GetAccessKeyLastUsed on resource: access key {key_id}"
        )
        with refused("AccessDeniedException", sentence):
            last_used(mallory, key_id)
    key_id = alice.caller.access_key_id
    sentence = closed(bob, "iam:GetAccessKeyLastUsed", f"access key {key_id}")
    with refused("AccessDeniedException", sentence):
        last_used(bob, key_id)
