"""The last use of roles, which follows from the ledger."""

from datetime import timedelta
from typing import Any

from kmsportal.iam.role_use import RoleUseProjection
from kmsportal.projector import catch_up, rebuild
from tests.iam.identities import allow
from tests.iam.sessions import role, session, trust
from tests.world import NOW, Client, World, refused


def last_used(admin: Client, name: str) -> Any:
    catch_up()
    return admin.iam.get_role(RoleName=name)["Role"]["RoleLastUsed"]


def test_a_sessions_call_is_a_use_and_assuming_is_none(
    world: World, alice: Client
) -> None:
    bob = world.user(alice, "bob", allow("sts:*"))
    arn = role(alice, "deploy", trust(bob.arn))
    caller = session(bob, arn)
    assert last_used(alice, "deploy") == {}
    caller.in_region("eu-central-1").sts.get_caller_identity()
    expected = {"LastUsedDate": "2026-11-23T12:00:00Z", "Region": "eu-central-1"}
    assert last_used(alice, "deploy") == expected
    rebuild(RoleUseProjection())
    assert last_used(alice, "deploy") == expected


def test_a_refused_call_counts_and_the_newest_stays(
    world: World, alice: Client
) -> None:
    bob = world.user(alice, "bob", allow("sts:*"))
    caller = session(bob, role(alice, "deploy", trust(bob.arn)))
    caller.time = NOW + timedelta(minutes=5)
    with refused("AccessDeniedException"):
        caller.list_keys()
    caller.time = NOW
    caller.sts.get_caller_identity()
    assert last_used(alice, "deploy")["LastUsedDate"] == "2026-11-23T12:05:00Z"


def test_another_accounts_role_is_used_there(
    world: World, alice: Client, mallory: Client
) -> None:
    eve = world.user(mallory, "eve", allow("sts:*"))
    caller = session(eve, role(alice, "deploy", trust(eve.arn)))
    caller.sts.get_caller_identity()
    assert last_used(alice, "deploy")["Region"] == "us-east-1"
