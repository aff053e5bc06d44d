"""UntagRole."""

from tests.iam.sessions import role, trust
from tests.world import Client, refused


def test_tags_go(alice: Client) -> None:
    role(alice, "deploy", trust(alice.account_id), Tags=[{"Key": "a", "Value": "1"}])
    alice.iam.untag_role(RoleName="deploy", TagKeys=["A", "none"])
    assert alice.iam.list_role_tags(RoleName="deploy")["Tags"] == []


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    with refused("NoSuchEntityException"):
        mallory.iam.untag_role(RoleName="deploy", TagKeys=["a"])
