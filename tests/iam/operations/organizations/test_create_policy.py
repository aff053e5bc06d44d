"""CreatePolicy takes what is a policy of its type."""

from typing import Any

import pytest

from tests.iam.organizations.worlds import (
    DENY_ENCRYPT,
    RESOURCE,
    SERVICE,
    Organization,
    document,
)
from tests.world import Client, refused

RESOURCE_DENY = DENY_ENCRYPT | {"Principal": "*"}


def test_it_answers_the_policy(organization: Organization) -> None:
    made = organization.ask(
        "CreatePolicy",
        Name="no-encryption",
        Description="Nobody encrypts",
        Type="SERVICE_CONTROL_POLICY",
        Content=document(DENY_ENCRYPT),
    )["Policy"]
    summary = made["PolicySummary"]
    assert made["Content"] == document(DENY_ENCRYPT)
    assert summary["AwsManaged"] is False
    assert "/service_control_policy/p-" in summary["Arn"]


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        (SERVICE, DENY_ENCRYPT | {"Principal": "*"}),
        (SERVICE, DENY_ENCRYPT | {"Effect": "Maybe"}),
        (SERVICE, DENY_ENCRYPT | {"Action": []}),
        (RESOURCE, DENY_ENCRYPT),
        (RESOURCE, RESOURCE_DENY | {"Effect": "Allow"}),
        (RESOURCE, RESOURCE_DENY | {"Action": "*"}),
        (RESOURCE, RESOURCE_DENY | {"Principal": {"AWS": "111122223333"}}),
    ],
)
def test_what_is_no_policy_of_the_type_is_refused(
    organization: Organization, kind: str, statement: Any
) -> None:
    with refused("MalformedPolicyDocumentException"):
        organization.policy(statement, kind=kind)


def test_a_resource_control_policy_denies_everyone(organization: Organization) -> None:
    assert organization.policy(RESOURCE_DENY, kind=RESOURCE).startswith("p-")


def test_a_policy_is_5120_bytes_at_most(organization: Organization) -> None:
    with refused("ConstraintViolationException") as caught:
        organization.policy(*[DENY_ENCRYPT] * 100)
    assert getattr(caught.value, "reason", "") == "POLICY_CONTENT_LIMIT_EXCEEDED"


def test_a_name_is_taken_once_in_a_type(organization: Organization) -> None:
    organization.policy(DENY_ENCRYPT, name="once")
    with refused("DuplicatePolicyException"):
        organization.policy(DENY_ENCRYPT, name="once")
    organization.policy(RESOURCE_DENY, name="once", kind=RESOURCE)


def test_other_types_are_not_available(organization: Organization) -> None:
    with refused("PolicyTypeNotAvailableForOrganizationException"):
        organization.policy(DENY_ENCRYPT, kind="TAG_POLICY")


def test_a_member_account_may_not(organization: Organization, member: Client) -> None:
    with refused(
        "AccessDeniedException", "You don't have permissions to access this resource."
    ):
        member.perform(
            "organizations",
            "CreatePolicy",
            Name="p",
            Description="",
            Type=SERVICE,
            Content="{}",
        )


def test_a_colleague_without_a_policy_may_not(organization: Organization) -> None:
    bob = organization.world.user(organization.admin, "bob")
    with refused("AccessDeniedException"):
        bob.perform(
            "organizations",
            "CreatePolicy",
            Name="p",
            Description="",
            Type=SERVICE,
            Content="{}",
        )
