"""ListAccounts lists the organisation's accounts and no others."""

from typing import Any

from tests.iam.organizations.worlds import Organization
from tests.world import Client, World, refused


def test_it_lists_all_accounts_of_the_organisation(
    organization: Organization, member: Client
) -> None:
    World().account("elsewhere")
    shown = {account["Id"]: account for account in accounts(organization)}
    admin = organization.admin
    assert set(shown) == {admin.account_id, member.account_id}
    assert shown[member.account_id]["Status"] == "ACTIVE"
    assert shown[member.account_id]["JoinedMethod"] == "CREATED"
    assert shown[admin.account_id]["JoinedMethod"] == "INVITED"


def accounts(organization: Organization) -> list[Any]:
    found: list[Any] = organization.ask("ListAccounts")["Accounts"]
    return found


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform("organizations", "ListAccounts")


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform("organizations", "ListAccounts")
