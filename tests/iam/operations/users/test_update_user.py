"""UpdateUser."""

import pytest

from tests.iam.identities import allow, closed
from tests.keys.policies import policy_of, trust
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob", allow("kms:ListKeys"))


def test_a_renamed_user_is_the_same_one(bob: Client, alice: Client) -> None:
    before = alice.iam.get_user(UserName="bob")["User"]
    alice.iam.update_user(UserName="bob", NewUserName="rob", NewPath="/ops/")
    after = alice.iam.get_user(UserName="rob")["User"]
    assert after["UserId"] == before["UserId"]
    assert after["Arn"] == f"arn:aws:iam::{alice.account_id}:user/ops/rob"
    with refused("NoSuchEntityException", "The user with name bob cannot be found."):
        alice.iam.get_user(UserName="bob")


def test_key_policies_follow_a_renamed_user(bob: Client, alice: Client) -> None:
    root = trust(f"arn:aws:iam::{alice.account_id}:root")
    key = alice.create_key(Policy=policy_of(root, trust(bob.arn)))["KeyMetadata"]["Arn"]
    alice.iam.update_user(UserName="bob", NewUserName="rob")
    policy = alice.get_key_policy(KeyId=key)["Policy"]
    assert f"arn:aws:iam::{alice.account_id}:user/rob" in policy
    assert bob.arn not in policy


def test_a_namesake_of_a_renamed_user_gets_nothing(
    world: World, bob: Client, alice: Client
) -> None:
    root = trust(f"arn:aws:iam::{alice.account_id}:root")
    key = alice.create_key(Policy=policy_of(root, trust(bob.arn)))["KeyMetadata"]["Arn"]
    alice.iam.update_user(UserName="bob", NewUserName="rob")
    namesake = world.user(alice, "bob")
    bob.describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        namesake.describe_key(KeyId=key)


def test_a_name_that_is_taken_is_refused(bob: Client, alice: Client) -> None:
    alice.iam.create_user(UserName="eve")
    with refused("EntityAlreadyExistsException", "User with name Eve already exists."):
        alice.iam.update_user(UserName="bob", NewUserName="Eve")
    assert alice.iam.get_user(UserName="bob")["User"]["UserName"] == "bob"


def test_both_names_need_the_permission(
    world: World, bob: Client, alice: Client
) -> None:
    users = f"arn:aws:iam::{alice.account_id}:user"
    clerk = world.user(alice, "clerk", allow("iam:UpdateUser", resource=f"{users}/bob"))
    sentence = closed(clerk, "iam:UpdateUser", f"{users}/rob")
    with refused("AccessDeniedException", sentence):
        clerk.iam.update_user(UserName="bob", NewUserName="rob")
    with refused(
        "AccessDeniedException", closed(clerk, "iam:UpdateUser", "user clerk")
    ):
        clerk.iam.update_user(UserName="clerk", NewUserName="boss")


def test_a_stranger_finds_nobody(bob: Client, mallory: Client) -> None:
    with refused("NoSuchEntityException"):
        mallory.iam.update_user(UserName="bob", NewUserName="rob")
