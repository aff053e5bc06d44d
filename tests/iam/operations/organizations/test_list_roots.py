"""ListRoots shows the one root."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, refused


def test_there_is_one_root(organization: Organization) -> None:
    (root,) = organization.ask("ListRoots")["Roots"]
    assert root["Name"] == "Root"
    assert root["PolicyTypes"] == [
        {"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}
    ]
    assert root["Id"].startswith("r-")
    assert root["Arn"].endswith(f"/{root['Id']}")


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform("organizations", "ListRoots")


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform("organizations", "ListRoots")
