"""MoveAccount puts an account elsewhere."""

from tests.iam.organizations.worlds import Organization
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


def test_it_refuses_what_does_not_fit(
    organization: Organization, member: Client
) -> None:
    root, unit, account = organization.root, organization.unit("a"), member.account_id
    with refused("SourceParentNotFoundException"):
        organization.move(account, unit, root)
    with refused("DestinationParentNotFoundException"):
        organization.move(account, root, "ou-0000-00000000")
    with refused("DuplicateAccountException"):
        organization.move(account, root, root)
    stranger = World().account("stranger").account_id
    with refused("AccountNotFoundException"):
        organization.move(stranger, root, unit)


def test_the_event_shows_the_move(organization: Organization, member: Client) -> None:
    unit = organization.unit("a")
    organization.move(member.account_id, organization.root, unit)
    record = last_record(organization.admin)
    assert record["eventSource"] == "organizations.amazonaws.com"
    assert record["requestParameters"] == {
        "accountId": member.account_id,
        "sourceParentId": organization.root,
        "destinationParentId": unit,
    }


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "MoveAccount",
            AccountId="000000000000",
            SourceParentId=organization.root,
            DestinationParentId=organization.root,
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "MoveAccount",
            AccountId="000000000000",
            SourceParentId=organization.root,
            DestinationParentId=organization.root,
        )
