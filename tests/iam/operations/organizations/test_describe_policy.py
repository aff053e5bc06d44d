"""DescribePolicy shows a policy, AWS's own too."""

from tests.iam.organizations.worlds import FULL, Organization
from tests.world import Client, refused


def test_it_shows_the_policy_of_aws(organization: Organization) -> None:
    shown = organization.ask("DescribePolicy", PolicyId=FULL)["Policy"]
    assert shown["PolicySummary"]["AwsManaged"] is True
    assert shown["PolicySummary"]["Arn"] == (
        "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess"
    )
    assert '"Action": "*"' in shown["Content"]


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform("organizations", "DescribePolicy", PolicyId=FULL)


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform("organizations", "DescribePolicy", PolicyId=FULL)
