"""Service control policies bound callers of member accounts, from the root down."""

import pytest

from kmsportal.iam.organizations.standing import standing_of
from tests.iam.organizations.worlds import (
    DENY_ENCRYPT,
    FULL,
    Organization,
    again,
    document,
)
from tests.world import Client, World, refused

ALLOW_READING = {"Effect": "Allow", "Action": "kms:Describe*", "Resource": "*"}


def encrypts(client: Client, key: str) -> None:
    again(client).encrypt(KeyId=key, Plaintext=b"secret")


@pytest.fixture
def key(member: Client) -> str:
    return str(member.create_key()["KeyMetadata"]["Arn"])


def test_a_new_organisation_bounds_nobody(member: Client, key: str) -> None:
    assert member.caller.policies.service_control == ()
    encrypts(member, key)


@pytest.mark.parametrize("level", ["root", "unit", "account"])
def test_a_deny_at_any_level_refuses_and_is_named(
    level: str, organization: Organization, member: Client, key: str
) -> None:
    unit = organization.unit("workloads")
    inner = organization.unit("orders", unit)
    organization.move(member.account_id, organization.root, inner)
    places = {"root": organization.root, "unit": unit, "account": member.account_id}
    policy = organization.policy(DENY_ENCRYPT)
    organization.attach(policy, places[level])
    described = organization.ask("DescribePolicy", PolicyId=policy)
    arn = described["Policy"]["PolicySummary"]["Arn"]
    with refused(
        "AccessDeniedException",
        f"User: {member.arn} is not authorized to perform: kms:Encrypt on resource:"
        f" {key} with an explicit deny in a service control policy: {arn}",
    ):
        encrypts(member, key)
    organization.detach(policy, places[level])
    encrypts(member, key)


def test_a_level_without_an_allow_refuses(
    organization: Organization, member: Client, key: str
) -> None:
    """Full access may be taken away once something narrower stands there."""
    narrow = organization.policy(ALLOW_READING)
    organization.attach(narrow, member.account_id)
    encrypts(member, key)
    organization.detach(FULL, member.account_id)
    again(member).describe_key(KeyId=key)
    with refused(
        "AccessDeniedException",
        f"User: {member.arn} is not authorized to perform: kms:Encrypt on resource:"
        f" {key} because no service control policy allows the kms:Encrypt action",
    ):
        encrypts(member, key)
    organization.attach(FULL, member.account_id)
    encrypts(member, key)


def test_the_management_account_is_not_bound(organization: Organization) -> None:
    made = organization.admin.create_key()["KeyMetadata"]["Arn"]
    organization.attach(organization.policy(DENY_ENCRYPT), organization.root)
    encrypts(organization.admin, made)


def test_the_root_user_of_a_member_account_is_bound(
    organization: Organization, member: Client
) -> None:
    """Callers of an account share its standing, whoever they are."""
    organization.attach(organization.policy(DENY_ENCRYPT), organization.root)
    levels = standing_of(member.account_id).service_control
    assert [[p.source.name for p in level] for level in levels] == [
        ["FullAWSAccess", "p"]
    ]


def test_moving_an_account_puts_it_under_other_policies(
    organization: Organization, member: Client, key: str
) -> None:
    closed = organization.unit("closed")
    organization.attach(organization.policy(DENY_ENCRYPT), closed)
    encrypts(member, key)
    organization.move(member.account_id, organization.root, closed)
    with refused("AccessDeniedException"):
        encrypts(member, key)
    organization.move(member.account_id, closed, organization.root)
    encrypts(member, key)


def test_another_content_is_in_force_at_once(
    organization: Organization, member: Client, key: str
) -> None:
    policy = organization.policy(ALLOW_READING)
    organization.attach(policy, organization.root)
    encrypts(member, key)
    organization.ask("UpdatePolicy", PolicyId=policy, Content=document(DENY_ENCRYPT))
    with refused("AccessDeniedException"):
        encrypts(member, key)


def test_a_type_that_is_disabled_bounds_nobody(
    organization: Organization, member: Client, key: str
) -> None:
    organization.attach(organization.policy(DENY_ENCRYPT), organization.root)
    kind = "SERVICE_CONTROL_POLICY"
    organization.ask("DisablePolicyType", RootId=organization.root, PolicyType=kind)
    encrypts(member, key)
    organization.enable(kind)
    encrypts(member, key)


def test_a_policy_of_another_organisation_bounds_nobody_here(
    organization: Organization, member: Client, key: str
) -> None:
    other = Organization(World())
    other.attach(other.policy(DENY_ENCRYPT), other.root)
    encrypts(member, key)
    with refused("PolicyNotFoundException"):
        other.ask("DescribePolicy", PolicyId=organization.policy(DENY_ENCRYPT))
