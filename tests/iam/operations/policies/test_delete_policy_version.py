"""DeletePolicyVersion."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    make_policy,
)
from tests.world import Client, refused

SIGN = allow("kms:Sign")
VERIFY = allow("kms:ListKeys")


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


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.delete_policy_version(PolicyArn=arn, VersionId="v1")
