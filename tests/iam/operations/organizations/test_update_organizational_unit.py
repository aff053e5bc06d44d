"""UpdateOrganizationalUnit renames."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, refused


def test_it_renames(organization: Organization) -> None:
    unit = organization.unit("workloads")
    shown = organization.ask(
        "UpdateOrganizationalUnit", OrganizationalUnitId=unit, Name="orders"
    )["OrganizationalUnit"]
    assert (shown["Id"], shown["Name"]) == (unit, "orders")


def test_a_taken_name_is_refused(organization: Organization) -> None:
    organization.unit("workloads")
    unit = organization.unit("orders")
    with refused("DuplicateOrganizationalUnitException"):
        organization.ask(
            "UpdateOrganizationalUnit", OrganizationalUnitId=unit, Name="workloads"
        )


def test_the_unit_must_be_there(organization: Organization) -> None:
    with refused("OrganizationalUnitNotFoundException"):
        organization.ask(
            "UpdateOrganizationalUnit", OrganizationalUnitId="ou-0000-00000000"
        )


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "UpdateOrganizationalUnit",
            OrganizationalUnitId="ou-0000-00000000",
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "UpdateOrganizationalUnit",
            OrganizationalUnitId="ou-0000-00000000",
        )
