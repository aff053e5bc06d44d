"""DescribeOrganizationalUnit shows one unit."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, refused


def test_it_shows_the_unit(organization: Organization) -> None:
    unit = organization.unit("workloads")
    shown = organization.ask("DescribeOrganizationalUnit", OrganizationalUnitId=unit)
    assert shown["OrganizationalUnit"]["Name"] == "workloads"
    assert shown["OrganizationalUnit"]["Arn"].endswith(f"/{unit}")


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "DescribeOrganizationalUnit",
            OrganizationalUnitId="ou-0000-00000000",
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "DescribeOrganizationalUnit",
            OrganizationalUnitId="ou-0000-00000000",
        )
