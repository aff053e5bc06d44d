"""EnablePolicyType lets a type count."""

from tests.iam.organizations.worlds import RESOURCE, Organization
from tests.world import Client, refused


def test_it_is_enabled_once(organization: Organization) -> None:
    shown = organization.ask(
        "EnablePolicyType", RootId=organization.root, PolicyType=RESOURCE
    )
    assert [kind["Type"] for kind in shown["Root"]["PolicyTypes"]] == [
        "SERVICE_CONTROL_POLICY",
        RESOURCE,
    ]
    with refused("PolicyTypeAlreadyEnabledException"):
        organization.enable(RESOURCE)


def test_the_root_must_be_the_organisations(organization: Organization) -> None:
    with refused("RootNotFoundException"):
        organization.ask("EnablePolicyType", RootId="r-0000", PolicyType=RESOURCE)


def test_other_types_are_not_available(organization: Organization) -> None:
    with refused("PolicyTypeNotAvailableForOrganizationException"):
        organization.enable("BACKUP_POLICY")


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "EnablePolicyType",
            RootId=organization.root,
            PolicyType=RESOURCE,
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "EnablePolicyType",
            RootId=organization.root,
            PolicyType=RESOURCE,
        )
