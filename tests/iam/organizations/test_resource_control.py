"""Resource control policies bound keys of member accounts, whoever calls."""

import json
from typing import Any

import pytest

from tests.iam.organizations.worlds import RESOURCE, Organization, again
from tests.world import Client, World, refused

OWN_ONLY: dict[str, Any] = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "kms:*",
    "Resource": "*",
    "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-x"}},
}
EVERYONE = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": "kms:*",
                "Resource": "*",
            }
        ],
    }
)


def own_only(organization: Organization) -> dict[str, Any]:
    """Return a perimeter: nobody outside the organisation uses its keys."""
    named = organization.ask("DescribeOrganization")["Organization"]["Id"]
    condition = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": named}}
    return OWN_ONLY | {"Condition": condition}


@pytest.fixture
def key(member: Client) -> str:
    """A key whose policy lets everyone in."""
    return str(member.create_key(Policy=EVERYONE)["KeyMetadata"]["Arn"])


def test_a_perimeter_keeps_strangers_out_and_colleagues_in(
    organization: Organization, member: Client, key: str
) -> None:
    stranger = World().account("stranger")
    stranger.encrypt(KeyId=key, Plaintext=b"secret")
    organization.enable(RESOURCE)
    policy = organization.policy(own_only(organization), kind=RESOURCE)
    organization.attach(policy, organization.root)
    with refused("AccessDeniedException"):
        stranger.encrypt(KeyId=key, Plaintext=b"secret")
    member.encrypt(KeyId=key, Plaintext=b"secret")
    organization.admin.encrypt(KeyId=key, Plaintext=b"secret")


def test_the_refusal_of_a_colleague_names_the_policy(
    organization: Organization, member: Client, key: str
) -> None:
    organization.enable(RESOURCE)
    policy = organization.policy(OWN_ONLY, kind=RESOURCE)
    organization.attach(policy, member.account_id)
    described = organization.ask("DescribePolicy", PolicyId=policy)
    arn = described["Policy"]["PolicySummary"]["Arn"]
    with refused(
        "AccessDeniedException",
        f"User: {member.arn} is not authorized to perform: kms:Encrypt on resource:"
        f" {key} with an explicit deny in a resource control policy: {arn}",
    ):
        member.encrypt(KeyId=key, Plaintext=b"secret")
    with refused("AccessDeniedException"):
        member.disable_key(KeyId=key)


def test_keys_of_the_management_account_are_not_bound(
    organization: Organization,
) -> None:
    admin = organization.admin
    made = admin.create_key()["KeyMetadata"]["Arn"]
    organization.enable(RESOURCE)
    organization.attach(organization.policy(OWN_ONLY, kind=RESOURCE), organization.root)
    admin.encrypt(KeyId=made, Plaintext=b"secret")


def test_a_policy_of_a_disabled_type_cannot_be_attached(
    organization: Organization,
) -> None:
    policy = organization.policy(OWN_ONLY, kind=RESOURCE)
    with refused("PolicyTypeNotEnabledException"):
        organization.attach(policy, organization.root)
    organization.enable(RESOURCE)
    organization.attach(policy, organization.root)


def test_callers_are_not_bound_by_what_bounds_keys(
    organization: Organization, member: Client
) -> None:
    organization.enable(RESOURCE)
    organization.attach(organization.policy(OWN_ONLY, kind=RESOURCE), organization.root)
    assert again(member).caller.policies.service_control == ()
