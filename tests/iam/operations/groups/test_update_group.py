"""UpdateGroup."""

from tests.iam.identities import allow, closed
from tests.world import Client, World, refused


def test_a_renamed_group_keeps_its_users(alice: Client) -> None:
    before = alice.iam.create_group(GroupName="ops")["Group"]
    alice.iam.create_user(UserName="bob")
    alice.iam.add_user_to_group(GroupName="ops", UserName="bob")
    alice.iam.update_group(GroupName="ops", NewGroupName="it", NewPath="/x/")
    after = alice.iam.get_group(GroupName="it")
    assert after["Group"]["GroupId"] == before["GroupId"]
    assert after["Group"]["Arn"] == f"arn:aws:iam::{alice.account_id}:group/x/it"
    assert [user["UserName"] for user in after["Users"]] == ["bob"]


def test_a_name_that_is_taken_is_refused(alice: Client) -> None:
    alice.iam.create_group(GroupName="ops")
    alice.iam.create_group(GroupName="it")
    with refused("EntityAlreadyExistsException", "Group with name it already exists."):
        alice.iam.update_group(GroupName="ops", NewGroupName="it")


def test_both_names_need_the_permission(
    world: World, alice: Client, mallory: Client
) -> None:
    alice.iam.create_group(GroupName="ops")
    groups = f"arn:aws:iam::{alice.account_id}:group"
    policy = allow("iam:UpdateGroup", resource=f"{groups}/ops")
    clerk = world.user(alice, "clerk", policy)
    sentence = closed(clerk, "iam:UpdateGroup", f"{groups}/it")
    with refused("AccessDeniedException", sentence):
        clerk.iam.update_group(GroupName="ops", NewGroupName="it")
    with refused("NoSuchEntityException"):
        mallory.iam.update_group(GroupName="ops", NewGroupName="it")
