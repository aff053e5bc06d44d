"""GetSessionToken: a user's own temporary credentials."""

from datetime import timedelta

import pytest

from kmsportal.iam.models import IamUser
from kmsportal.tenancy.generations import bump
from tests.iam.identities import allow
from tests.iam.sessions import holder_of, role, session, trust
from tests.keys.ledger import last_record
from tests.world import NOW, Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob", allow("*"))


def test_they_are_the_users_own(bob: Client) -> None:
    made = bob.sts.get_session_token(DurationSeconds=900)
    assert made["Credentials"]["Expiration"] == "2026-11-23T12:15:00Z"
    caller = holder_of(made)
    assert caller.caller.principal == bob.caller.principal
    caller.list_keys()
    identity = last_record(caller)["userIdentity"]
    assert identity["type"] == "IAMUser"
    assert identity["sessionContext"]["attributes"]["mfaAuthenticated"] == "false"
    with refused("ExpiredTokenException"):
        holder_of(made, time=NOW + timedelta(seconds=900))


def test_they_are_not_for_iam_and_of_sts_for_roles_alone(
    alice: Client, bob: Client
) -> None:
    caller = holder_of(bob.sts.get_session_token())
    with refused("UnrecognizedClientException"):
        caller.iam.list_users()
    sentence = "Cannot call GetSessionToken with session credentials"
    with refused("AccessDeniedException", sentence):
        caller.sts.get_session_token()
    with refused(
        "AccessDeniedException", "Cannot call GetAccessKeyInfo with session credentials"
    ):
        caller.sts.get_access_key_info(AccessKeyId=bob.caller.access_key_id)
    session(caller, role(alice, "deploy", trust(bob.arn)))


def test_no_policy_is_asked(world: World, alice: Client) -> None:
    holder_of(world.user(alice, "eve").sts.get_session_token())


def test_they_go_with_the_user(alice: Client, bob: Client) -> None:
    made = bob.sts.get_session_token()
    IamUser.objects.filter(account_id=alice.account_id, name="bob").delete()
    bump(alice.account_id)
    with refused("UnrecognizedClientException"):
        holder_of(made)


def test_a_code_that_nobody_can_verify_is_refused(bob: Client) -> None:
    with refused("AccessDeniedException"):
        bob.sts.get_session_token(SerialNumber="GAHT12345678", TokenCode="123456")


def test_a_stranger_gets_her_own_alone(bob: Client, mallory: Client) -> None:
    assert holder_of(mallory.sts.get_session_token()).account_id == mallory.account_id
