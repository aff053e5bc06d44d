"""DeleteGroup."""

from kmsportal.iam.models import IamGroup, PolicyAttachment
from tests.iam.identities import closed
from tests.world import NOW, Client, World, refused


def test_users_and_policies_must_go_first(alice: Client) -> None:
    group_id = alice.iam.create_group(GroupName="ops")["Group"]["GroupId"]
    alice.iam.create_user(UserName="bob")
    alice.iam.add_user_to_group(GroupName="ops", UserName="bob")
    with refused(
        "DeleteConflictException",
        "Cannot delete entity, must remove users from group first.",
    ):
        alice.iam.delete_group(GroupName="ops")
    alice.iam.remove_user_from_group(GroupName="ops", UserName="bob")
    attached = PolicyAttachment.objects.create(
        account_id=alice.account_id,
        principal_id=group_id,
        policy_arn="arn:aws:iam::aws:policy/AdministratorAccess",
        attached_at=NOW,
    )
    with refused(
        "DeleteConflictException",
        "Cannot delete entity, must detach all policies first.",
    ):
        alice.iam.delete_group(GroupName="ops")
    attached.delete()
    alice.iam.delete_group(GroupName="ops")
    assert not IamGroup.objects.filter(account_id=alice.account_id).exists()


def test_a_stranger_deletes_none(world: World, alice: Client, mallory: Client) -> None:
    alice.iam.create_group(GroupName="ops")
    with refused("NoSuchEntityException"):
        mallory.iam.delete_group(GroupName="ops")
    eve = world.user(alice, "eve")
    with refused("AccessDeniedException", closed(eve, "iam:DeleteGroup", "group ops")):
        eve.iam.delete_group(GroupName="ops")
