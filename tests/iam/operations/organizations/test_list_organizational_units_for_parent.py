"""ListOrganizationalUnitsForParent lists page by page."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, refused


def test_it_lists_the_units_page_by_page(organization: Organization) -> None:
    made = {organization.unit(f"unit {number}") for number in range(3)}
    organization.unit("inner", min(made))
    found: set[str] = set()
    token: dict[str, str | None] = {}
    for _ in range(2):
        page = organization.ask(
            "ListOrganizationalUnitsForParent",
            ParentId=organization.root,
            MaxResults=2,
            **token,
        )
        found |= {unit["Id"] for unit in page["OrganizationalUnits"]}
        token = {"NextToken": page.get("NextToken")}
    assert found == made
    assert token == {"NextToken": None}


def test_a_token_of_another_list_is_refused(organization: Organization) -> None:
    for number in range(2):
        organization.unit(f"unit {number}")
    page = organization.ask(
        "ListOrganizationalUnitsForParent", ParentId=organization.root, MaxResults=1
    )
    with refused("InvalidInputException") as caught:
        organization.ask("ListAccounts", NextToken=page["NextToken"])
    assert getattr(caught.value, "reason", "") == "INVALID_NEXT_TOKEN"


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "ListOrganizationalUnitsForParent",
            ParentId=organization.root,
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "ListOrganizationalUnitsForParent",
            ParentId=organization.root,
        )
