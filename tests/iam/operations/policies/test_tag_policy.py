"""TagPolicy."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    make_policy,
)
from tests.world import Client, refused

SIGN = allow("kms:Sign")


def test_tags_are_put_listed_and_taken(alice: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    alice.iam.tag_policy(PolicyArn=arn, Tags=tags)
    assert alice.iam.list_policy_tags(PolicyArn=arn)["Tags"] == tags
    alice.iam.untag_policy(PolicyArn=arn, TagKeys=["A"])
    assert alice.iam.list_policy_tags(PolicyArn=arn)["Tags"] == tags[1:]


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "a", "Value": "1"}])
