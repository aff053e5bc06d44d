"""ListChildren lists ids of accounts or units."""

from tests.iam.organizations.worlds import Organization
from tests.world import Client, refused


def test_it_lists_ids_of_either_type(
    organization: Organization, member: Client
) -> None:
    unit = organization.unit("workloads")
    found = {
        kind: [
            child["Id"]
            for child in organization.ask(
                "ListChildren", ParentId=organization.root, ChildType=kind
            )["Children"]
        ]
        for kind in ("ACCOUNT", "ORGANIZATIONAL_UNIT")
    }
    accounts = sorted([member.account_id, organization.admin.account_id])
    assert found == {"ACCOUNT": accounts, "ORGANIZATIONAL_UNIT": [unit]}


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "ListChildren",
            ParentId=organization.root,
            ChildType="ACCOUNT",
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "ListChildren",
            ParentId=organization.root,
            ChildType="ACCOUNT",
        )
