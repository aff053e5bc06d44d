"""RevokeRoleSessions: what has begun ends, what begins later is good."""

from datetime import timedelta

from tests.iam.identities import allow
from tests.iam.sessions import holder_of, role, session, trust
from tests.keys.ledger import last_record
from tests.world import NOW, Client, World, refused


def test_sessions_that_have_begun_end(alice: Client) -> None:
    arn = role(alice, "deploy", trust(alice.arn))
    made = alice.sts.assume_role(RoleArn=arn, RoleSessionName="test")
    other = alice.sts.get_session_token()
    answer = alice.perform("portal", "RevokeRoleSessions", RoleName="deploy")
    assert answer == {"RevokedAt": "2026-11-23T12:00:00Z"}
    with refused("ExpiredTokenException"):
        holder_of(made)
    holder_of(other)
    alice.time = NOW + timedelta(seconds=1)
    session(alice, arn).sts.get_caller_identity()


def test_the_event_names_the_role(alice: Client) -> None:
    arn = role(alice, "deploy", trust(alice.arn))
    alice.perform("portal", "RevokeRoleSessions", RoleName="deploy")
    record = last_record(alice)
    assert record["requestParameters"] == {"roleName": "deploy"}
    assert record["resources"][0]["ARN"] == arn


def test_it_needs_a_permission(world: World, alice: Client) -> None:
    role(alice, "deploy", trust(alice.arn))
    bob = world.user(alice, "bob", allow("iam:*"))
    with refused("AccessDeniedException"):
        bob.perform("portal", "RevokeRoleSessions", RoleName="deploy")


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.arn))
    with refused("NoSuchEntityException"):
        mallory.perform("portal", "RevokeRoleSessions", RoleName="deploy")
