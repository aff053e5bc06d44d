"""GetUser."""

from tests.iam.identities import allow, closed
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


def test_a_user_without_a_name_is_the_caller(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob", allow("iam:GetUser"))
    assert bob.iam.get_user()["User"]["UserName"] == "bob"
    assert last_record(bob)["requestParameters"] is None


def test_an_absent_user_is_told_to_those_who_may_know(
    world: World, alice: Client
) -> None:
    sentence = "The user with name eve cannot be found."
    with refused("NoSuchEntityException", sentence):
        alice.iam.get_user(UserName="eve")
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException", closed(bob, "iam:GetUser", "user eve")):
        bob.iam.get_user(UserName="eve")


def test_a_policy_can_allow_a_path(world: World, alice: Client) -> None:
    ops = f"arn:aws:iam::{alice.account_id}:user/ops/*"
    bob = world.user(alice, "bob", allow("iam:GetUser", resource=ops))
    alice.iam.create_user(UserName="ann", Path="/ops/")
    bob.iam.get_user(UserName="ann")
    with refused("AccessDeniedException", closed(bob, "iam:GetUser", "user admin")):
        bob.iam.get_user(UserName="admin")


def test_another_accounts_user_is_as_absent(alice: Client, mallory: Client) -> None:
    alice.iam.create_user(UserName="bob")
    with refused("NoSuchEntityException"):
        mallory.iam.get_user(UserName="bob")
