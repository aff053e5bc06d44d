"""DeleteOrganizationalUnit ends an empty unit."""

from tests.iam.organizations.worlds import DENY_ENCRYPT, Organization
from tests.world import Client, refused


def test_it_ends_the_unit_and_what_was_attached(organization: Organization) -> None:
    unit = organization.unit("workloads")
    policy = organization.policy(DENY_ENCRYPT)
    organization.attach(policy, unit)
    organization.ask("DeleteOrganizationalUnit", OrganizationalUnitId=unit)
    with refused("OrganizationalUnitNotFoundException"):
        organization.ask("DescribeOrganizationalUnit", OrganizationalUnitId=unit)
    organization.ask("DeletePolicy", PolicyId=policy)


def test_one_that_holds_accounts_or_units_stays(
    organization: Organization, member: Client
) -> None:
    full, outer = organization.unit("full"), organization.unit("outer")
    organization.move(member.account_id, organization.root, full)
    organization.unit("inner", outer)
    for unit in (full, outer):
        with refused("OrganizationalUnitNotEmptyException"):
            organization.ask("DeleteOrganizationalUnit", OrganizationalUnitId=unit)


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "DeleteOrganizationalUnit",
            OrganizationalUnitId="ou-0000-00000000",
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "DeleteOrganizationalUnit",
            OrganizationalUnitId="ou-0000-00000000",
        )
