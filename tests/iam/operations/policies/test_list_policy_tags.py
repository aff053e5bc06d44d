"""ListPolicyTags."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    make_policy,
)
from tests.world import Client, refused

SIGN = allow("kms:Sign")


def test_tags_are_listed_by_name_and_page(alice: Client) -> None:
    tags = [{"Key": name, "Value": "1"} for name in ("b", "a")]
    arn = make_policy(alice, "Sign", SIGN, Tags=tags)
    first = alice.iam.list_policy_tags(PolicyArn=arn, MaxItems=1)
    assert first["Tags"] == [tags[1]]
    rest = alice.iam.list_policy_tags(PolicyArn=arn, Marker=first["Marker"])
    assert rest["Tags"] == [tags[0]]


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.list_policy_tags(PolicyArn=arn)
