"""ListTargetsForPolicy lists where a policy stands."""

from tests.iam.organizations.worlds import DENY_ENCRYPT, FULL, Organization
from tests.world import Client, refused


def test_it_lists_targets_with_their_types(
    organization: Organization, member: Client
) -> None:
    unit = organization.unit("workloads")
    policy = organization.policy(DENY_ENCRYPT)
    for target in (organization.root, unit, member.account_id):
        organization.attach(policy, target)
    assert targets(organization, policy) == {
        organization.root: "ROOT",
        unit: "ORGANIZATIONAL_UNIT",
        member.account_id: "ACCOUNT",
    }


def test_full_access_stands_wherever_it_was_not_detached(
    organization: Organization, member: Client
) -> None:
    organization.attach(organization.policy(DENY_ENCRYPT), member.account_id)
    organization.detach(FULL, member.account_id)
    admin = organization.admin.account_id
    assert set(targets(organization, FULL)) == {organization.root, admin}


def targets(organization: Organization, policy: str) -> dict[str, str]:
    shown = organization.ask("ListTargetsForPolicy", PolicyId=policy)["Targets"]
    return {target["TargetId"]: target["Type"] for target in shown}


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform("organizations", "ListTargetsForPolicy", PolicyId=FULL)


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform("organizations", "ListTargetsForPolicy", PolicyId=FULL)
