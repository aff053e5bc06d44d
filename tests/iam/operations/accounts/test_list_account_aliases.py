"""ListAccountAliases."""

from tests.iam.identities import closed
from tests.world import Client, World, refused


def test_each_account_sees_its_own(
    world: World, alice: Client, mallory: Client
) -> None:
    alice.iam.create_account_alias(AccountAlias="orders")
    assert alice.iam.list_account_aliases()["AccountAliases"] == ["orders"]
    assert mallory.iam.list_account_aliases()["AccountAliases"] == []
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException", closed(bob, "iam:ListAccountAliases", "*")):
        bob.iam.list_account_aliases()
