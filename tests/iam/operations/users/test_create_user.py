"""CreateUser."""

import pytest

from kmsportal.iam import quotas
from tests.iam.identities import allow, closed
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


def test_a_user_is_made(alice: Client) -> None:
    user = alice.iam.create_user(UserName="bob", Path="/ops/")["User"]
    assert user == {
        "Path": "/ops/",
        "UserName": "bob",
        "UserId": user["UserId"],
        "Arn": f"arn:aws:iam::{alice.account_id}:user/ops/bob",
        "CreateDate": "2026-11-23T12:00:00Z",
    }
    assert user["UserId"].startswith("AIDA")
    assert alice.iam.get_user(UserName="bob")["User"] == user


def test_the_event_is_as_cloudtrail_has_it(alice: Client) -> None:
    user = alice.iam.create_user(UserName="bob")["User"]
    record = last_record(alice)
    assert record["eventSource"] == "iam.amazonaws.com"
    assert record["awsRegion"] == "us-east-1"
    assert record["requestParameters"] == {"userName": "bob"}
    assert record["responseElements"]["user"] == {
        "path": "/",
        "userName": "bob",
        "userId": user["UserId"],
        "arn": user["Arn"],
        "createDate": "Nov 23, 2026, 12:00:00 PM",
    }


@pytest.mark.parametrize("name", ["bob", "BOB"])
def test_a_name_is_taken_in_any_capitals(name: str, alice: Client) -> None:
    alice.iam.create_user(UserName="bob")
    with refused(
        "EntityAlreadyExistsException", f"User with name {name} already exists."
    ):
        alice.iam.create_user(UserName=name)


def test_another_account_may_have_the_same_name(alice: Client, mallory: Client) -> None:
    alice.iam.create_user(UserName="bob")
    mallory.iam.create_user(UserName="bob")


def test_tags_are_set_and_need_a_permission(world: World, alice: Client) -> None:
    tags = [{"Key": "Team", "Value": "ops"}]
    made = alice.iam.create_user(UserName="bob", Tags=tags)["User"]
    assert made["Tags"] == tags
    maker = world.user(alice, "maker", allow("iam:CreateUser"))
    maker.iam.create_user(UserName="eve")
    arn = f"arn:aws:iam::{alice.account_id}:user/ann"
    with refused("AccessDeniedException", closed(maker, "iam:TagUser", arn)):
        maker.iam.create_user(UserName="ann", Tags=tags)


def test_tag_names_are_told_apart_without_case(alice: Client) -> None:
    tags = [{"Key": "Team", "Value": "a"}, {"Key": "team", "Value": "b"}]
    with refused(
        "InvalidInputException",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ):
        alice.iam.create_user(UserName="bob", Tags=tags)


def test_the_request_can_be_bound_to_tags_and_a_boundary(
    world: World, alice: Client
) -> None:
    boundary = "arn:aws:iam::aws:policy/AdministratorAccess"
    policy = allow(
        "iam:CreateUser",
        "iam:TagUser",
        StringEquals={"aws:RequestTag/team": "ops"},
        ArnEquals={"iam:PermissionsBoundary": boundary},
    )
    maker = world.user(alice, "maker", policy)
    right = {"Tags": [{"Key": "Team", "Value": "ops"}], "PermissionsBoundary": boundary}
    with refused("AccessDeniedException"):
        maker.iam.create_user(UserName="bob", Tags=right["Tags"])
    made = maker.iam.create_user(UserName="bob", **right)["User"]
    assert made["PermissionsBoundary"] == {
        "PermissionsBoundaryType": "Policy",
        "PermissionsBoundaryArn": boundary,
    }


def test_a_boundary_must_be_a_policy(alice: Client) -> None:
    arn = f"arn:aws:iam::{alice.account_id}:policy/none"
    with refused(
        "NoSuchEntityException",
        f"Scope ARN: {arn} does not exist or is not attachable.",
    ):
        alice.iam.create_user(UserName="bob", PermissionsBoundary=arn)


def test_a_user_without_a_policy_makes_none(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    arn = f"arn:aws:iam::{alice.account_id}:user/eve"
    with refused("AccessDeniedException", closed(bob, "iam:CreateUser", arn)):
        bob.iam.create_user(UserName="eve")


def test_an_account_has_its_limit(
    alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "USERS", 2)
    alice.iam.create_user(UserName="bob")
    with refused(
        "LimitExceededException", "Cannot exceed quota for UsersPerAccount: 2"
    ):
        alice.iam.create_user(UserName="eve")
