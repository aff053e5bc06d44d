"""CreateOrganizationalUnit nests units, five deep at most."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, refused


def test_units_nest_and_show_their_path(organization: Organization) -> None:
    outer = organization.unit("workloads")
    made = organization.ask(
        "CreateOrganizationalUnit",
        ParentId=outer,
        Name="orders",
        Tags=[{"Key": "team", "Value": "payments"}],
    )["OrganizationalUnit"]
    assert made["Path"].endswith(f"/{organization.root}/{outer}/{made['Id']}/")
    assert made["Name"] == "orders"


def test_a_name_stands_once_under_a_parent(organization: Organization) -> None:
    outer = organization.unit("workloads")
    organization.unit("workloads", outer)
    with refused("DuplicateOrganizationalUnitException"):
        organization.unit("workloads")


def test_five_levels_are_the_deepest(organization: Organization) -> None:
    parent = organization.root
    for level in range(5):
        parent = organization.unit(f"level {level}", parent)
    with refused("ConstraintViolationException") as caught:
        organization.unit("too deep", parent)
    assert getattr(caught.value, "reason", "") == "OU_DEPTH_LIMIT_EXCEEDED"


def test_a_tag_is_given_once(organization: Organization) -> None:
    twice = [{"Key": "team", "Value": "a"}, {"Key": "team", "Value": "b"}]
    with refused("InvalidInputException"):
        organization.ask(
            "CreateOrganizationalUnit",
            ParentId=organization.root,
            Name="workloads",
            Tags=twice,
        )


def test_a_parent_must_be_there(organization: Organization) -> None:
    with refused("ParentNotFoundException"):
        organization.unit("workloads", "r-0000")


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "CreateOrganizationalUnit",
            ParentId=organization.root,
            Name="x",
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "CreateOrganizationalUnit",
            ParentId=organization.root,
            Name="x",
        )
