"""ListPolicies lists one type."""

from tests.iam.organizations.worlds import (
    DENY_ENCRYPT,
    FULL,
    RESOURCE,
    SERVICE,
    Organization,
)
from tests.world import Client, refused


def test_it_lists_the_type_with_what_aws_gives(organization: Organization) -> None:
    policy = organization.policy(DENY_ENCRYPT)
    found = {
        kind: [
            entry["Id"]
            for entry in organization.ask("ListPolicies", Filter=kind)["Policies"]
        ]
        for kind in (SERVICE, RESOURCE, "TAG_POLICY")
    }
    assert found == {
        SERVICE: sorted([FULL, policy]),
        RESOURCE: ["p-RCPFullAWSAccess"],
        "TAG_POLICY": [],
    }


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform("organizations", "ListPolicies", Filter=SERVICE)


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform("organizations", "ListPolicies", Filter=SERVICE)
