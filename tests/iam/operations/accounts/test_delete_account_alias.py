"""DeleteAccountAlias."""

from tests.iam.identities import closed
from tests.world import Client, World, refused


def test_only_the_accounts_own_alias_goes(
    world: World, alice: Client, mallory: Client
) -> None:
    alice.iam.create_account_alias(AccountAlias="orders")
    with refused(
        "NoSuchEntityException",
        "The account alias with name orders cannot be found.",
    ):
        mallory.iam.delete_account_alias(AccountAlias="orders")
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException", closed(bob, "iam:DeleteAccountAlias", "*")):
        bob.iam.delete_account_alias(AccountAlias="orders")
    alice.iam.delete_account_alias(AccountAlias="orders")
    assert alice.iam.list_account_aliases()["AccountAliases"] == []
