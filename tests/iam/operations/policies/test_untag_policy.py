"""UntagPolicy."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    make_policy,
)
from tests.world import Client, refused

SIGN = allow("kms:Sign")


def test_tags_that_are_not_there_are_no_matter(alice: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN, Tags=[{"Key": "a", "Value": "1"}])
    alice.iam.untag_policy(PolicyArn=arn, TagKeys=["b"])
    assert len(alice.iam.list_policy_tags(PolicyArn=arn)["Tags"]) == 1


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.untag_policy(PolicyArn=arn, TagKeys=["a"])
