"""GetPolicy."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    make_policy,
)
from tests.world import Client, refused

SIGN = allow("kms:Sign")


def test_an_absent_or_foreign_policy_is_not_found(
    alice: Client, mallory: Client
) -> None:
    hers = make_policy(alice, "Sign", SIGN)
    for arn in (hers, hers.replace("Sign", "Other"), hers.replace("Sign", "a/Sign")):
        with refused("NoSuchEntityException", f"Policy {arn} was not found."):
            mallory.iam.get_policy(PolicyArn=arn)
    with refused("InvalidInputException"):
        alice.iam.get_policy(PolicyArn="arn:aws:kms:us-east-1::key/1")


def test_aws_own_policies_are_read_and_not_changed(alice: Client) -> None:
    policy = alice.iam.get_policy(PolicyArn=ADMIN)["Policy"]
    assert policy["PolicyName"] == "AdministratorAccess"
    # The account's first user and its built-in role have it.
    assert policy["AttachmentCount"] == 2
    with refused("AccessDeniedException"):
        alice.iam.untag_policy(PolicyArn=ADMIN, TagKeys=["a"])
    with refused("AccessDeniedException"):
        alice.iam.delete_policy(PolicyArn=ADMIN)
