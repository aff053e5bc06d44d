"""DeleteUser."""

from tests.iam.identities import allow, closed
from tests.world import Client, World, refused

_CONFLICT = "DeleteConflictException"


def test_what_a_user_has_must_go_first(world: World, alice: Client) -> None:
    world.user(alice, "bob", allow("kms:ListKeys"))
    alice.iam.create_group(GroupName="ops")
    alice.iam.add_user_to_group(GroupName="ops", UserName="bob")
    with refused(_CONFLICT, "Cannot delete entity, must delete access keys first."):
        alice.iam.delete_user(UserName="bob")
    (key,) = alice.iam.list_access_keys(UserName="bob")["AccessKeyMetadata"]
    alice.iam.delete_access_key(UserName="bob", AccessKeyId=key["AccessKeyId"])
    with refused(
        _CONFLICT, "Cannot delete entity, must remove users from group first."
    ):
        alice.iam.delete_user(UserName="bob")
    alice.iam.remove_user_from_group(GroupName="ops", UserName="bob")
    with refused(_CONFLICT, "Cannot delete entity, must delete policies first."):
        alice.iam.delete_user(UserName="bob")


def test_a_user_goes_and_the_name_is_free(alice: Client) -> None:
    before = alice.iam.create_user(UserName="bob")["User"]["UserId"]
    assert alice.iam.delete_user(UserName="bob") == {}
    with refused("NoSuchEntityException"):
        alice.iam.delete_user(UserName="bob")
    assert alice.iam.create_user(UserName="bob")["User"]["UserId"] != before


def test_a_stranger_deletes_nobody(
    world: World, alice: Client, mallory: Client
) -> None:
    alice.iam.create_user(UserName="bob")
    with refused("NoSuchEntityException", "The user with name bob cannot be found."):
        mallory.iam.delete_user(UserName="bob")
    eve = world.user(alice, "eve")
    with refused("AccessDeniedException", closed(eve, "iam:DeleteUser", "user bob")):
        eve.iam.delete_user(UserName="bob")
    alice.iam.get_user(UserName="bob")
