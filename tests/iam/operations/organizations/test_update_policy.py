"""UpdatePolicy changes what is given."""

from tests.iam.organizations.worlds import DENY_ENCRYPT, FULL, Organization, document
from tests.world import Client, refused


def test_it_changes_what_is_given(organization: Organization) -> None:
    policy = organization.policy(DENY_ENCRYPT, name="before")
    organization.ask("UpdatePolicy", PolicyId=policy, Name="after")
    shown = organization.ask("DescribePolicy", PolicyId=policy)["Policy"]
    assert shown["PolicySummary"]["Name"] == "after"
    assert shown["Content"] == document(DENY_ENCRYPT)


def test_a_content_must_still_be_a_policy(organization: Organization) -> None:
    policy = organization.policy(DENY_ENCRYPT)
    with refused("MalformedPolicyDocumentException"):
        organization.ask("UpdatePolicy", PolicyId=policy, Content="{}")


def test_a_policy_of_aws_cannot_be_changed(organization: Organization) -> None:
    with refused("InvalidInputException") as caught:
        organization.ask("UpdatePolicy", PolicyId=FULL, Name="mine")
    assert getattr(caught.value, "reason", "") == "IMMUTABLE_POLICY"


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform("organizations", "UpdatePolicy", PolicyId=FULL)


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform("organizations", "UpdatePolicy", PolicyId=FULL)
