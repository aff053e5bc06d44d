"""ListGroupsForUser."""

from tests.iam.identities import closed
from tests.world import Client, World, refused


def test_the_groups_of_a_user_come_in_pages(alice: Client) -> None:
    alice.iam.create_user(UserName="bob")
    for name in ("it", "dev", "other"):
        alice.iam.create_group(GroupName=name)
    for name in ("it", "dev"):
        alice.iam.add_user_to_group(GroupName=name, UserName="bob")
    first = alice.iam.list_groups_for_user(UserName="bob", MaxItems=1)
    second = alice.iam.list_groups_for_user(UserName="bob", Marker=first["Marker"])
    listed = [group["GroupName"] for group in [*first["Groups"], *second["Groups"]]]
    assert listed == ["dev", "it"]


def test_a_stranger_reads_nobodys(world: World, alice: Client, mallory: Client) -> None:
    eve = world.user(alice, "eve")
    with refused("NoSuchEntityException"):
        mallory.iam.list_groups_for_user(UserName="eve")
    sentence = closed(eve, "iam:ListGroupsForUser", "user admin")
    with refused("AccessDeniedException", sentence):
        eve.iam.list_groups_for_user(UserName="admin")
