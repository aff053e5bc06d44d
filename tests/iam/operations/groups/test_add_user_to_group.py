"""AddUserToGroup."""

import pytest

from kmsportal.iam import quotas
from kmsportal.iam.models import IdentityPolicy
from tests.iam.identities import allow, closed, signed_in_again
from tests.world import Client, World, refused


@pytest.fixture
def ops(alice: Client) -> str:
    group = alice.iam.create_group(GroupName="ops")["Group"]
    IdentityPolicy.objects.create(
        account_id=alice.account_id,
        principal_id=group["GroupId"],
        name="list",
        document=allow("kms:ListKeys"),
    )
    return "ops"


def test_the_policies_of_the_group_count_at_once(
    world: World, alice: Client, ops: str
) -> None:
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException"):
        bob.list_keys()
    for _ in range(2):
        alice.iam.add_user_to_group(GroupName=ops, UserName="bob")
    signed_in_again(bob).list_keys()


def test_group_and_user_must_be_there(alice: Client, ops: str) -> None:
    with refused("NoSuchEntityException", "The user with name bob cannot be found."):
        alice.iam.add_user_to_group(GroupName=ops, UserName="bob")
    with refused("NoSuchEntityException", "The group with name dev cannot be found."):
        alice.iam.add_user_to_group(GroupName="dev", UserName="admin")


def test_a_user_is_in_so_many_groups_at_most(
    alice: Client, ops: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "GROUPS_OF_A_USER", 1)
    alice.iam.create_group(GroupName="dev")
    for _ in range(2):
        alice.iam.add_user_to_group(GroupName="dev", UserName="admin")
    with refused("LimitExceededException", "Cannot exceed quota for GroupsPerUser: 1"):
        alice.iam.add_user_to_group(GroupName=ops, UserName="admin")


def test_users_and_groups_of_two_accounts_never_meet(
    world: World, alice: Client, mallory: Client, ops: str
) -> None:
    mallory.iam.create_user(UserName="spy")
    with refused("NoSuchEntityException"):
        mallory.iam.add_user_to_group(GroupName=ops, UserName="spy")
    with refused("NoSuchEntityException"):
        alice.iam.add_user_to_group(GroupName=ops, UserName="spy")
    eve = world.user(alice, "eve")
    sentence = closed(eve, "iam:AddUserToGroup", "group ops")
    with refused("AccessDeniedException", sentence):
        eve.iam.add_user_to_group(GroupName=ops, UserName="eve")
