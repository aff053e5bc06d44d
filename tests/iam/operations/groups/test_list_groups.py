"""ListGroups."""

from tests.iam.identities import closed
from tests.world import Client, World, refused


def test_groups_come_in_pages_by_name_and_path(alice: Client, mallory: Client) -> None:
    for name, path in (("c", "/it/"), ("a", "/"), ("b", "/it/")):
        alice.iam.create_group(GroupName=name, Path=path)
    first = alice.iam.list_groups(MaxItems=2)
    second = alice.iam.list_groups(MaxItems=2, Marker=first["Marker"])
    listed = [group["GroupName"] for group in [*first["Groups"], *second["Groups"]]]
    assert listed == ["a", "b", "c"]
    found = alice.iam.list_groups(PathPrefix="/it/")["Groups"]
    assert [group["GroupName"] for group in found] == ["b", "c"]
    assert mallory.iam.list_groups() == {"Groups": [], "IsTruncated": False}


def test_a_user_without_a_policy_lists_none(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    arn = f"arn:aws:iam::{alice.account_id}:group/"
    with refused("AccessDeniedException", closed(bob, "iam:ListGroups", arn)):
        bob.iam.list_groups()
