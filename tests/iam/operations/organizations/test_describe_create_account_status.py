"""DescribeCreateAccountStatus tells what became of a request."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, World, refused


def test_it_tells_what_became_of_a_request(organization: Organization) -> None:
    made = organization.ask("CreateAccount", AccountName="a", Email="a@example.com")
    named = made["CreateAccountStatus"]["Id"]
    again = organization.ask(
        "DescribeCreateAccountStatus", CreateAccountRequestId=named
    )
    assert again == made


def test_another_organisations_request_is_not_there(
    organization: Organization,
) -> None:
    made = organization.ask("CreateAccount", AccountName="a", Email="a@example.com")
    other = Organization(World())
    with refused("CreateAccountStatusNotFoundException"):
        other.ask(
            "DescribeCreateAccountStatus",
            CreateAccountRequestId=made["CreateAccountStatus"]["Id"],
        )


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "DescribeCreateAccountStatus",
            CreateAccountRequestId="car-00000000",
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "DescribeCreateAccountStatus",
            CreateAccountRequestId="car-00000000",
        )
