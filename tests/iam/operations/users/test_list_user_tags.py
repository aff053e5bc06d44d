"""ListUserTags."""

from tests.iam.identities import closed
from tests.world import Client, World, refused


def test_tags_come_in_pages_by_name(alice: Client) -> None:
    tags = [{"Key": name, "Value": "x"} for name in "cab"]
    alice.iam.create_user(UserName="bob", Tags=tags)
    first = alice.iam.list_user_tags(UserName="bob", MaxItems=2)
    assert [tag["Key"] for tag in first["Tags"]] == ["a", "b"]
    assert first["IsTruncated"] is True
    second = alice.iam.list_user_tags(
        UserName="bob", MaxItems=2, Marker=first["Marker"]
    )
    assert second == {"Tags": [{"Key": "c", "Value": "x"}], "IsTruncated": False}


def test_a_stranger_reads_nobodys(world: World, alice: Client, mallory: Client) -> None:
    alice.iam.create_user(UserName="bob")
    with refused("NoSuchEntityException"):
        mallory.iam.list_user_tags(UserName="bob")
    eve = world.user(alice, "eve")
    with refused("AccessDeniedException", closed(eve, "iam:ListUserTags", "user bob")):
        eve.iam.list_user_tags(UserName="bob")
