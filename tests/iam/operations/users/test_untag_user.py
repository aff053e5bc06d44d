"""UntagUser."""

from tests.iam.identities import closed
from tests.world import Client, World, refused


def test_tags_go_by_name_and_absent_ones_do_not_matter(alice: Client) -> None:
    tags = [{"Key": "Team", "Value": "ops"}, {"Key": "cost", "Value": "1"}]
    alice.iam.create_user(UserName="bob", Tags=tags)
    alice.iam.untag_user(UserName="bob", TagKeys=["team", "none"])
    assert alice.iam.list_user_tags(UserName="bob")["Tags"] == tags[1:]


def test_a_stranger_untags_nobody(world: World, alice: Client, mallory: Client) -> None:
    alice.iam.create_user(UserName="bob", Tags=[{"Key": "a", "Value": "b"}])
    with refused("NoSuchEntityException"):
        mallory.iam.untag_user(UserName="bob", TagKeys=["a"])
    eve = world.user(alice, "eve")
    with refused("AccessDeniedException", closed(eve, "iam:UntagUser", "user bob")):
        eve.iam.untag_user(UserName="bob", TagKeys=["a"])
