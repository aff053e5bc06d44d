"""DeletePolicy ends a policy that is attached to nothing."""

from tests.iam.organizations.worlds import DENY_ENCRYPT, FULL, Organization
from tests.world import Client, refused


def test_one_that_is_attached_stays(organization: Organization) -> None:
    policy = organization.policy(DENY_ENCRYPT)
    organization.attach(policy, organization.root)
    with refused("PolicyInUseException"):
        organization.ask("DeletePolicy", PolicyId=policy)
    organization.detach(policy, organization.root)
    organization.ask("DeletePolicy", PolicyId=policy)
    with refused("PolicyNotFoundException"):
        organization.ask("DescribePolicy", PolicyId=policy)


def test_a_policy_of_aws_stays(organization: Organization) -> None:
    with refused("InvalidInputException"):
        organization.ask("DeletePolicy", PolicyId=FULL)


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform("organizations", "DeletePolicy", PolicyId=FULL)


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform("organizations", "DeletePolicy", PolicyId=FULL)
