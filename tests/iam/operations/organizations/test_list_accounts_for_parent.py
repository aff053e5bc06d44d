"""ListAccountsForParent lists the accounts right under a parent."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, refused


def test_it_lists_those_right_under_the_parent(
    organization: Organization, member: Client
) -> None:
    unit = organization.unit("workloads")
    organization.move(member.account_id, organization.root, unit)
    admin = organization.admin.account_id
    for parent, account in ((organization.root, admin), (unit, member.account_id)):
        shown = organization.ask("ListAccountsForParent", ParentId=parent)["Accounts"]
        assert [entry["Id"] for entry in shown] == [account]


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations", "ListAccountsForParent", ParentId=organization.root
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations", "ListAccountsForParent", ParentId=organization.root
        )
