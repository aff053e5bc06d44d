"""DetachPolicy leaves each target with a policy."""

from tests.iam.organizations.worlds import DENY_ENCRYPT, FULL, RESOURCE, Organization
from tests.world import Client, refused


def test_the_last_policy_stays(organization: Organization) -> None:
    with refused("ConstraintViolationException") as caught:
        organization.detach(FULL, organization.root)
    reason = "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
    assert getattr(caught.value, "reason", "") == reason


def test_full_access_to_resources_stays(organization: Organization) -> None:
    organization.enable(RESOURCE)
    with refused("InvalidInputException") as caught:
        organization.detach("p-RCPFullAWSAccess", organization.root)
    assert getattr(caught.value, "reason", "") == "NON_DETACHABLE_POLICY"


def test_what_is_not_attached_cannot_be_detached(organization: Organization) -> None:
    policy = organization.policy(DENY_ENCRYPT)
    with refused("PolicyNotAttachedException"):
        organization.detach(policy, organization.root)


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations", "DetachPolicy", PolicyId=FULL, TargetId=organization.root
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations", "DetachPolicy", PolicyId=FULL, TargetId=organization.root
        )
