"""GetFederationToken: what a user hands to others."""

import pytest

from tests.iam.identities import allow, closed
from tests.iam.sessions import holder_of, role, session, trust
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    policy = allow("kms:*", "sts:GetFederationToken", "iam:*", "sts:AssumeRole")
    return world.user(alice, "bob", policy)


def test_both_policies_must_allow(bob: Client) -> None:
    made = bob.sts.get_federation_token(Name="eve", Policy=allow("kms:ListKeys"))
    caller = holder_of(made)
    assert made["FederatedUser"] == {
        "FederatedUserId": f"{bob.account_id}:eve",
        "Arn": f"arn:aws:sts::{bob.account_id}:federated-user/eve",
    }
    caller.list_keys()
    with refused("AccessDeniedException"):
        caller.list_aliases()
    wider = bob.sts.get_federation_token(Name="eve", Policy=allow("cloudtrail:*"))
    with refused("AccessDeniedException"):
        holder_of(wider).perform("cloudtrail", "LookupEvents")


def test_without_a_policy_they_may_nothing(bob: Client) -> None:
    with refused("AccessDeniedException"):
        holder_of(bob.sts.get_federation_token(Name="eve")).list_keys()


def test_neither_iam_nor_sts_is_open_to_them(alice: Client, bob: Client) -> None:
    everything = allow("*")
    caller = holder_of(bob.sts.get_federation_token(Name="eve", Policy=everything))
    with refused("UnrecognizedClientException"):
        caller.iam.list_users()
    arn = role(alice, "deploy", trust(alice.account_id))
    with refused(
        "AccessDeniedException", "Cannot call AssumeRole with session credentials"
    ):
        session(caller, arn)


def test_their_events_name_the_user_who_issued_them(bob: Client) -> None:
    made = bob.sts.get_federation_token(Name="eve", Policy=allow("kms:*"))
    caller = holder_of(made)
    caller.list_keys()
    identity = last_record(caller)["userIdentity"]
    assert identity["type"] == "FederatedUser"
    assert identity["sessionContext"]["sessionIssuer"] == {
        "type": "IAMUser",
        "principalId": bob.caller.principal.unique_id,
        "arn": bob.arn,
        "accountId": bob.account_id,
        "userName": "bob",
    }


def test_it_needs_a_permission(world: World, alice: Client) -> None:
    ann = world.user(alice, "ann")
    arn = f"arn:aws:sts::{alice.account_id}:federated-user/eve"
    with refused("AccessDeniedException", closed(ann, "sts:GetFederationToken", arn)):
        ann.sts.get_federation_token(Name="eve")


def test_a_strangers_token_is_of_her_own_account(bob: Client, mallory: Client) -> None:
    made = mallory.sts.get_federation_token(Name="eve")
    assert holder_of(made).account_id == mallory.account_id
