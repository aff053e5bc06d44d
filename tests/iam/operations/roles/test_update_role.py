"""UpdateRole."""

from tests.iam.sessions import role, trust
from tests.world import Client, refused


def test_what_is_given_changes_and_the_rest_stays(alice: Client) -> None:
    role(alice, "deploy", trust(alice.account_id), Description="old")
    assert alice.iam.update_role(RoleName="deploy", MaxSessionDuration=43200) == {}
    found = alice.iam.get_role(RoleName="deploy")["Role"]
    assert (found["Description"], found["MaxSessionDuration"]) == ("old", 43200)
    alice.iam.update_role(RoleName="deploy", Description="new")
    found = alice.iam.get_role(RoleName="deploy")["Role"]
    assert (found["Description"], found["MaxSessionDuration"]) == ("new", 43200)


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    with refused("NoSuchEntityException"):
        mallory.iam.update_role(RoleName="deploy", Description="mine")
