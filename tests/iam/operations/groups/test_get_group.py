"""GetGroup."""

from tests.iam.identities import closed
from tests.world import Client, World, refused


def test_a_group_comes_with_its_users_in_pages(alice: Client) -> None:
    alice.iam.create_group(GroupName="ops")
    for name in ("dan", "bob"):
        alice.iam.create_user(UserName=name)
        alice.iam.add_user_to_group(GroupName="ops", UserName=name)
    first = alice.iam.get_group(GroupName="ops", MaxItems=1)
    assert [user["UserName"] for user in first["Users"]] == ["bob"]
    second = alice.iam.get_group(GroupName="ops", Marker=first["Marker"])
    assert [user["UserName"] for user in second["Users"]] == ["dan"]
    assert second["IsTruncated"] is False


def test_a_stranger_finds_none(world: World, alice: Client, mallory: Client) -> None:
    alice.iam.create_group(GroupName="ops")
    with refused("NoSuchEntityException", "The group with name ops cannot be found."):
        mallory.iam.get_group(GroupName="ops")
    eve = world.user(alice, "eve")
    with refused("AccessDeniedException", closed(eve, "iam:GetGroup", "group ops")):
        eve.iam.get_group(GroupName="ops")
