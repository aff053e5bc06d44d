"""TagRole."""

from tests.iam.sessions import role, trust
from tests.world import Client, refused


def test_tags_go_over_those_of_the_same_name(alice: Client) -> None:
    role(alice, "deploy", trust(alice.account_id), Tags=[{"Key": "a", "Value": "1"}])
    alice.iam.tag_role(RoleName="deploy", Tags=[{"Key": "A", "Value": "2"}])
    listed = alice.iam.list_role_tags(RoleName="deploy")
    assert listed["Tags"] == [{"Key": "A", "Value": "2"}]


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    with refused("NoSuchEntityException"):
        mallory.iam.tag_role(RoleName="deploy", Tags=[])
