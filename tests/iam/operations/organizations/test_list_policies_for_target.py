"""ListPoliciesForTarget lists what stands right there."""

from tests.iam.organizations.worlds import DENY_ENCRYPT, FULL, Organization
from tests.world import Client, refused


def test_it_lists_what_stands_right_there(
    organization: Organization, member: Client
) -> None:
    policy = organization.policy(DENY_ENCRYPT)
    organization.attach(policy, member.account_id)
    organization.detach(FULL, member.account_id)
    assert on(organization, member.account_id) == [policy]
    assert on(organization, organization.root) == [FULL]


def on(organization: Organization, target: str) -> list[str]:
    shown = organization.ask(
        "ListPoliciesForTarget", TargetId=target, Filter="SERVICE_CONTROL_POLICY"
    )
    return [entry["Id"] for entry in shown["Policies"]]


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "ListPoliciesForTarget",
            TargetId=organization.root,
            Filter="SERVICE_CONTROL_POLICY",
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "ListPoliciesForTarget",
            TargetId=organization.root,
            Filter="SERVICE_CONTROL_POLICY",
        )
