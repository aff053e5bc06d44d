"""CreateGroup."""

import pytest

from kmsportal.iam import quotas
from tests.iam.identities import closed
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


def test_a_group_is_made(alice: Client) -> None:
    group = alice.iam.create_group(GroupName="ops", Path="/it/")["Group"]
    assert last_record(alice)["responseElements"]["group"]["groupName"] == "ops"
    assert group == {
        "Path": "/it/",
        "GroupName": "ops",
        "GroupId": group["GroupId"],
        "Arn": f"arn:aws:iam::{alice.account_id}:group/it/ops",
        "CreateDate": "2026-11-23T12:00:00Z",
    }
    assert group["GroupId"].startswith("AGPA")
    assert alice.iam.get_group(GroupName="ops")["Group"] == group


def test_a_name_is_taken_in_any_capitals(alice: Client, mallory: Client) -> None:
    alice.iam.create_group(GroupName="ops")
    with refused("EntityAlreadyExistsException", "Group with name OPS already exists."):
        alice.iam.create_group(GroupName="OPS")
    mallory.iam.create_group(GroupName="ops")


def test_a_user_without_a_policy_makes_none(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    arn = f"arn:aws:iam::{alice.account_id}:group/ops"
    with refused("AccessDeniedException", closed(bob, "iam:CreateGroup", arn)):
        bob.iam.create_group(GroupName="ops")


def test_an_account_has_its_limit(
    alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "GROUPS", 1)
    alice.iam.create_group(GroupName="ops")
    with refused(
        "LimitExceededException", "Cannot exceed quota for GroupsPerAccount: 1"
    ):
        alice.iam.create_group(GroupName="dev")
