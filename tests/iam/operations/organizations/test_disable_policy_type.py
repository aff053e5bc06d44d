"""DisablePolicyType detaches all policies of the type."""

from tests.iam.organizations.worlds import (
    DENY_ENCRYPT,
    FULL,
    RESOURCE,
    SERVICE,
    Organization,
)
from tests.world import Client, refused


def test_what_was_attached_is_not_when_it_is_enabled_again(
    organization: Organization,
) -> None:
    policy = organization.policy(DENY_ENCRYPT)
    organization.attach(policy, organization.root)
    organization.ask("DisablePolicyType", RootId=organization.root, PolicyType=SERVICE)
    assert organization.ask("ListTargetsForPolicy", PolicyId=FULL)["Targets"] == []
    organization.enable(SERVICE)
    assert organization.ask("ListTargetsForPolicy", PolicyId=policy)["Targets"] == []


def test_one_that_is_not_enabled_is_refused(organization: Organization) -> None:
    with refused("PolicyTypeNotEnabledException"):
        organization.ask(
            "DisablePolicyType", RootId=organization.root, PolicyType=RESOURCE
        )


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "DisablePolicyType",
            RootId=organization.root,
            PolicyType=SERVICE,
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "DisablePolicyType",
            RootId=organization.root,
            PolicyType=SERVICE,
        )
