"""The versions of managed policies: five at most, one of them in force."""

import json
from typing import Any

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import ADMIN, again, make_policy
from tests.world import Client, World, refused

SIGN, VERIFY = allow("kms:Sign"), allow("kms:ListKeys")


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


def test_what_is_in_force_decides(world: World, alice: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    bob = world.user(alice, "bob")
    alice.iam.attach_user_policy(UserName="bob", PolicyArn=arn)
    with refused("AccessDeniedException"):
        again(bob).list_keys()
    alice.iam.create_policy_version(
        PolicyArn=arn, PolicyDocument=VERIFY, SetAsDefault=True
    )
    again(bob).list_keys()


def test_a_number_is_never_used_again(alice: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    alice.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)
    alice.iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    alice.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)
    assert [number for number, _ in versions(alice, arn)] == ["v3", "v1"]


def test_there_are_five_at_most(alice: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    for _ in range(4):
        alice.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)
    with refused(
        "LimitExceededException",
        "A managed policy can have up to 5 versions. Before you create a new version,"
        " you must delete an existing version.",
    ):
        alice.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)


def test_the_one_in_force_stays_and_others_go_first(alice: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    alice.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)
    with refused(
        "DeleteConflictException", "Cannot delete the default version of a policy."
    ):
        alice.iam.delete_policy_version(PolicyArn=arn, VersionId="v1")
    with refused(
        "DeleteConflictException",
        "This policy has more than one version. Before you delete a policy, you must"
        " delete the policy's versions. The default version is deleted with the"
        " policy.",
    ):
        alice.iam.delete_policy(PolicyArn=arn)


def test_an_absent_version_is_not_found(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    sentence = f"Policy {arn} version v9 does not exist or is not attachable."
    with refused("NoSuchEntityException", sentence):
        alice.iam.get_policy_version(PolicyArn=arn, VersionId="v9")
    with refused("NoSuchEntityException", sentence):
        alice.iam.set_default_policy_version(PolicyArn=arn, VersionId="v9")
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.get_policy_version(PolicyArn=arn, VersionId="v1")
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)


def test_aws_policies_have_one_version(alice: Client) -> None:
    assert versions(alice, ADMIN) == [("v1", True)]
    read = alice.iam.get_policy_version(PolicyArn=ADMIN, VersionId="v1")
    assert '"*"' in read["PolicyVersion"]["Document"]
    with refused("AccessDeniedException"):
        alice.iam.create_policy_version(PolicyArn=ADMIN, PolicyDocument=SIGN)
