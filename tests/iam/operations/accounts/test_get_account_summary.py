"""GetAccountSummary."""

from tests.iam.identities import closed
from tests.world import Client, World, refused


def test_what_there_is_is_counted_and_what_may_be_told(
    world: World, alice: Client, mallory: Client
) -> None:
    alice.iam.create_group(GroupName="ops")
    bob = world.user(alice, "bob")
    summary = alice.iam.get_account_summary()["SummaryMap"]
    assert (summary["Users"], summary["Groups"], summary["Roles"]) == (2, 1, 5)
    assert (summary["UsersQuota"], summary["AccessKeysPerUserQuota"]) == (5000, 2)
    assert mallory.iam.get_account_summary()["SummaryMap"]["Users"] == 1
    with refused("AccessDeniedException", closed(bob, "iam:GetAccountSummary", "*")):
        bob.iam.get_account_summary()
