"""AttachPolicy refuses what AWS refuses."""

from tests.iam.organizations.worlds import DENY_ENCRYPT, FULL, Organization, document
from tests.world import Client, World, refused


def test_a_policy_is_attached_once(organization: Organization) -> None:
    policy = organization.policy(DENY_ENCRYPT)
    organization.attach(policy, organization.root)
    with refused("DuplicatePolicyAttachmentException"):
        organization.attach(policy, organization.root)
    with refused("DuplicatePolicyAttachmentException"):
        organization.attach(FULL, organization.root)


def test_five_of_a_type_are_the_most(organization: Organization) -> None:
    for number in range(4):
        policy = organization.policy(DENY_ENCRYPT, name=f"policy {number}")
        organization.attach(policy, organization.root)
    with refused("ConstraintViolationException"):
        one = organization.policy(DENY_ENCRYPT, name="too many")
        organization.attach(one, organization.root)


def test_policy_and_target_must_be_there(organization: Organization) -> None:
    stranger = World().account("stranger")
    with refused("TargetNotFoundException"):
        organization.attach(FULL, stranger.account_id)
    with refused("PolicyNotFoundException"):
        organization.attach("p-00000000", organization.root)


def test_permission_is_needed_on_both(organization: Organization) -> None:
    """Service authorization reference: the policy and the target."""
    statement = {
        "Effect": "Allow",
        "Action": "organizations:AttachPolicy",
        "Resource": "arn:aws:organizations::aws:policy/*",
    }
    bob = organization.world.user(organization.admin, "bob", document(statement))
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "AttachPolicy",
            PolicyId=FULL,
            TargetId=organization.root,
        )


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations", "AttachPolicy", PolicyId=FULL, TargetId=organization.root
        )
