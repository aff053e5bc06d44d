"""DescribeAccount shows an account of the organisation."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, World, refused


def test_it_shows_the_account_and_its_path(
    organization: Organization, member: Client
) -> None:
    shown = organization.ask("DescribeAccount", AccountId=member.account_id)["Account"]
    assert shown["Name"] == "member"
    (path,) = shown["Paths"]
    assert path.endswith(f"/{organization.root}/{member.account_id}/")


def test_an_account_of_another_organisation_is_not_there(
    organization: Organization,
) -> None:
    stranger = World().account("stranger")
    with refused("AccountNotFoundException"):
        organization.ask("DescribeAccount", AccountId=stranger.account_id)


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform("organizations", "DescribeAccount", AccountId="000000000000")


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform("organizations", "DescribeAccount", AccountId="000000000000")
