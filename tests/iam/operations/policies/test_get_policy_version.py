"""GetPolicyVersion."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    make_policy,
)
from tests.world import Client, refused

SIGN = allow("kms:Sign")
VERIFY = allow("kms:ListKeys")


def test_a_version_is_read_with_its_text(alice: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    read = alice.iam.get_policy_version(PolicyArn=arn, VersionId="v1")
    assert read["PolicyVersion"]["Document"] == SIGN


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
