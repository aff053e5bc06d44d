"""CreateAccount opens an account that the management account can enter."""

from typing import Any

from kmsportal.iam.models import IamRole
from tests.iam.organizations.worlds import Organization
from tests.keys.ledger import last_record
from tests.world import Client, refused


def create(organization: Organization, name: str, email: str) -> dict[str, Any]:
    made = organization.ask("CreateAccount", AccountName=name, Email=email)
    status: dict[str, Any] = made["CreateAccountStatus"]
    return status


def test_the_account_is_ready_and_trusts_the_management_account(
    organization: Organization,
) -> None:
    status = create(organization, "orders", "orders@example.com")
    assert status["State"] == "SUCCEEDED"
    shown = organization.ask("DescribeAccount", AccountId=status["AccountId"])
    assert shown["Account"]["Email"] == "orders@example.com"
    role = IamRole.objects.get(
        account_id=status["AccountId"], name="OrganizationAccountAccessRole"
    )
    assert f"{organization.admin.account_id}:root" in role.trust_policy


def test_a_taken_address_or_name_is_a_failed_request(
    organization: Organization,
) -> None:
    create(organization, "orders", "orders@example.com")
    again = create(organization, "others", "Orders@example.com")
    assert (again["State"], again["FailureReason"]) == (
        "FAILED",
        "EMAIL_ALREADY_EXISTS",
    )
    assert create(organization, "orders", "else@example.com")["State"] == "FAILED"


def test_the_event_shows_neither_name_nor_address(organization: Organization) -> None:
    create(organization, "orders", "orders@example.com")
    assert "orders" not in str(last_record(organization.admin))


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations", "CreateAccount", AccountName="x", Email="x@example.com"
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations", "CreateAccount", AccountName="x", Email="x@example.com"
        )
