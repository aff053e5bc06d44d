"""RemoveUserFromGroup."""

from kmsportal.iam.models import IdentityPolicy
from tests.iam.identities import allow, closed, signed_in_again
from tests.world import Client, World, refused


def test_the_rights_of_the_group_end(world: World, alice: Client) -> None:
    group = alice.iam.create_group(GroupName="ops")["Group"]
    IdentityPolicy.objects.create(
        account_id=alice.account_id,
        principal_id=group["GroupId"],
        name="list",
        document=allow("kms:ListKeys"),
    )
    bob = world.user(alice, "bob")
    alice.iam.add_user_to_group(GroupName="ops", UserName="bob")
    signed_in_again(bob).list_keys()
    for _ in range(2):
        alice.iam.remove_user_from_group(GroupName="ops", UserName="bob")
    with refused("AccessDeniedException"):
        signed_in_again(bob).list_keys()


def test_a_stranger_removes_nobody(
    world: World, alice: Client, mallory: Client
) -> None:
    alice.iam.create_group(GroupName="ops")
    with refused("NoSuchEntityException"):
        mallory.iam.remove_user_from_group(GroupName="ops", UserName="admin")
    eve = world.user(alice, "eve")
    sentence = closed(eve, "iam:RemoveUserFromGroup", "group ops")
    with refused("AccessDeniedException", sentence):
        eve.iam.remove_user_from_group(GroupName="ops", UserName="admin")
