"""ListPolicyVersions."""

from typing import Any

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    make_policy,
)
from tests.world import Client, refused

SIGN = allow("kms:Sign")
VERIFY = allow("kms:ListKeys")


def versions(client: Client, arn: str) -> list[tuple[str, bool]]:
    listed: list[dict[str, Any]] = client.iam.list_policy_versions(PolicyArn=arn)[
        "Versions"
    ]
    return [(one["VersionId"], one["IsDefaultVersion"]) for one in listed]


def test_a_number_is_never_used_again(alice: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    alice.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)
    alice.iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    alice.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)
    assert [number for number, _ in versions(alice, arn)] == ["v3", "v1"]


def test_aws_policies_have_one_version(alice: Client) -> None:
    assert versions(alice, ADMIN) == [("v1", True)]
    read = alice.iam.get_policy_version(PolicyArn=ADMIN, VersionId="v1")
    assert '"*"' in read["PolicyVersion"]["Document"]
    with refused("AccessDeniedException"):
        alice.iam.create_policy_version(PolicyArn=ADMIN, PolicyDocument=SIGN)


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.list_policy_versions(PolicyArn=arn)
