"""SetDefaultPolicyVersion."""

import json
from typing import Any

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
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


def test_a_version_is_made_and_later_put_in_force(alice: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    made = alice.iam.create_policy_version(PolicyArn=arn, PolicyDocument=VERIFY)
    assert made["PolicyVersion"] == {
        "VersionId": "v2",
        "IsDefaultVersion": False,
        "CreateDate": "2026-11-23T12:00:00Z",
    }
    assert versions(alice, arn) == [("v2", False), ("v1", True)]
    alice.iam.set_default_policy_version(PolicyArn=arn, VersionId="v2")
    assert versions(alice, arn) == [("v2", True), ("v1", False)]
    read = alice.iam.get_policy_version(PolicyArn=arn, VersionId="v2")["PolicyVersion"]
    assert json.loads(read["Document"]) == json.loads(VERIFY)


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
