"""DescribeOrganization tells any account where it belongs."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, refused


def test_it_names_the_management_account(
    organization: Organization, member: Client
) -> None:
    shown = organization.ask("DescribeOrganization")["Organization"]
    account_id = organization.admin.account_id
    assert shown["MasterAccountId"] == account_id
    assert shown["Arn"] == (
        f"arn:aws:organizations::{account_id}:organization/{shown['Id']}"
    )
    assert shown["AvailablePolicyTypes"] == [
        {"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}
    ]
    own = member.perform("organizations", "DescribeOrganization")["Organization"]
    assert own["Id"] == shown["Id"]


def test_a_colleague_without_a_policy_may_not(
    organization: Organization, member: Client
) -> None:
    bob = organization.world.user(member, "bob")
    with refused("AccessDeniedException"):
        bob.perform("organizations", "DescribeOrganization")
