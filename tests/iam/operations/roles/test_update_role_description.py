"""UpdateRoleDescription."""

from tests.iam.sessions import role, trust
from tests.world import Client, refused


def test_the_description_changes(alice: Client) -> None:
    role(alice, "deploy", trust(alice.account_id), Description="old")
    call = {"RoleName": "deploy", "Description": "new"}
    made = alice.iam.update_role_description(**call)["Role"]
    assert made == alice.iam.get_role(RoleName="deploy")["Role"]
    assert made["Description"] == "new"


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    with refused("NoSuchEntityException"):
        mallory.iam.update_role_description(RoleName="deploy", Description="x")
