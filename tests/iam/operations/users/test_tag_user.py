"""TagUser."""

import pytest

from tests.iam.identities import allow
from tests.world import Client, World, refused


def tag(name: str, value: str = "x") -> dict[str, str]:
    return {"Key": name, "Value": value}


@pytest.fixture(autouse=True)
def _bob(alice: Client) -> None:
    alice.iam.create_user(UserName="bob")


def test_a_tag_replaces_its_namesake_in_any_capitals(alice: Client) -> None:
    alice.iam.tag_user(UserName="bob", Tags=[tag("team", "ops"), tag("cost")])
    alice.iam.tag_user(UserName="bob", Tags=[tag("Team", "dev")])
    listed = alice.iam.list_user_tags(UserName="bob")["Tags"]
    assert listed == [tag("Team", "dev"), tag("cost")]


def test_a_user_has_fifty_tags_at_most(alice: Client) -> None:
    alice.iam.tag_user(UserName="bob", Tags=[tag(f"t{n}") for n in range(50)])
    with refused("LimitExceededException", "Cannot exceed quota for TagsPerUser: 50"):
        alice.iam.tag_user(UserName="bob", Tags=[tag("more")])


def test_names_of_aws_are_refused(alice: Client) -> None:
    with refused("InvalidInputException", "Tag keys beginning with aws: are reserved."):
        alice.iam.tag_user(UserName="bob", Tags=[tag("AWS:team")])


def test_a_policy_can_ask_for_the_tags_of_the_user(world: World, alice: Client) -> None:
    policy = allow("iam:TagUser", StringEquals={"iam:ResourceTag/Team": "ops"})
    clerk = world.user(alice, "clerk", policy)
    with refused("AccessDeniedException"):
        clerk.iam.tag_user(UserName="bob", Tags=[tag("cost")])
    alice.iam.tag_user(UserName="bob", Tags=[tag("team", "ops")])
    clerk.iam.tag_user(UserName="bob", Tags=[tag("cost")])


def test_a_stranger_tags_nobody(mallory: Client) -> None:
    with refused("NoSuchEntityException"):
        mallory.iam.tag_user(UserName="bob", Tags=[tag("mine")])
