"""ListParents tells where a unit or account stands."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, World, refused


def test_it_tells_where_something_stands(
    organization: Organization, member: Client
) -> None:
    unit = organization.unit("workloads")
    inner = organization.unit("orders", unit)
    organization.move(member.account_id, organization.root, inner)
    parents = {
        child: organization.ask("ListParents", ChildId=child)["Parents"]
        for child in (unit, inner, member.account_id)
    }
    assert parents == {
        unit: [{"Id": organization.root, "Type": "ROOT"}],
        inner: [{"Id": unit, "Type": "ORGANIZATIONAL_UNIT"}],
        member.account_id: [{"Id": inner, "Type": "ORGANIZATIONAL_UNIT"}],
    }


def test_the_child_must_be_there(organization: Organization) -> None:
    stranger = World().account("stranger")
    with refused("ChildNotFoundException"):
        organization.ask("ListParents", ChildId=stranger.account_id)


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform("organizations", "ListParents", ChildId="000000000000")


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform("organizations", "ListParents", ChildId="000000000000")
