"""ListAccessKeys."""

from tests.iam.identities import allow, closed
from tests.world import Client, World, refused


def test_keys_come_in_pages_without_secrets(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob", allow("iam:ListAccessKeys"))
    alice.iam.create_access_key(UserName="bob")
    first = bob.iam.list_access_keys(MaxItems=1)
    second = bob.iam.list_access_keys(MaxItems=1, Marker=first["Marker"])
    listed = [*first["AccessKeyMetadata"], *second["AccessKeyMetadata"]]
    assert bob.caller.access_key_id in {key["AccessKeyId"] for key in listed}
    assert len(listed) == 2
    assert listed[0].keys() == {"UserName", "AccessKeyId", "Status", "CreateDate"}
    assert second["IsTruncated"] is False


def test_a_stranger_lists_none(world: World, alice: Client, mallory: Client) -> None:
    eve = world.user(alice, "eve")
    with refused("NoSuchEntityException"):
        mallory.iam.list_access_keys(UserName="eve")
    sentence = closed(eve, "iam:ListAccessKeys", "user admin")
    with refused("AccessDeniedException", sentence):
        eve.iam.list_access_keys(UserName="admin")
