"""CreateAccountAlias."""

import pytest

from tests.iam.identities import closed
from tests.world import Client, World, refused


def test_an_account_has_one_alias(alice: Client) -> None:
    alice.iam.create_account_alias(AccountAlias="orders")
    alice.iam.create_account_alias(AccountAlias="orders-2")
    assert alice.iam.list_account_aliases() == {
        "AccountAliases": ["orders-2"],
        "IsTruncated": False,
    }


def test_an_alias_belongs_to_one_account(alice: Client, mallory: Client) -> None:
    alice.iam.create_account_alias(AccountAlias="orders")
    with refused(
        "EntityAlreadyExistsException", "The account alias orders already exists."
    ):
        mallory.iam.create_account_alias(AccountAlias="orders")


def test_a_user_without_a_policy_makes_none(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException", closed(bob, "iam:CreateAccountAlias", "*")):
        bob.iam.create_account_alias(AccountAlias="orders")


@pytest.mark.parametrize("alias", ["ab", "Orders", "a--b", "-ab", "ab-", "a_b"])
def test_an_alias_is_a_host_name(alias: str, alice: Client) -> None:
    with pytest.raises(ValueError, match="Expected `str`"):
        alice.iam.create_account_alias(AccountAlias=alias)
