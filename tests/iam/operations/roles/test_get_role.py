"""GetRole."""

import json

from tests.iam.sessions import role, trust
from tests.world import Client, World, refused


def test_a_role_that_names_a_user_shows_her_arn_while_she_is(
    world: World, alice: Client
) -> None:
    bob = world.user(alice, "bob")
    role(alice, "deploy", trust(bob.arn))
    assert shown(alice) == [bob.arn]
    alice.iam.delete_access_key(UserName="bob", AccessKeyId=bob.caller.access_key_id)
    alice.iam.delete_user(UserName="bob")
    assert shown(alice) == [bob.caller.principal.unique_id]


def test_a_built_in_role_trusts_nobody_else(alice: Client) -> None:
    found = alice.iam.get_role(RoleName="Auditor")["Role"]
    assert json.loads(found["AssumeRolePolicyDocument"])["Statement"] == []


def shown(alice: Client) -> list[str]:
    found = alice.iam.get_role(RoleName="deploy")["Role"]
    document = json.loads(found["AssumeRolePolicyDocument"])
    named: list[str] = document["Statement"][0]["Principal"]["AWS"]
    return named


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    with refused("NoSuchEntityException"):
        mallory.iam.get_role(RoleName="deploy")
