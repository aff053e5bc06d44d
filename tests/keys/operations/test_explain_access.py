"""ExplainAccess: verdict, layers, the deciding statement and the smallest change."""

import json
from typing import Any

import pytest

from tests.keys.ledger import last_record
from tests.keys.policies import account_root, allow, closed_to, deny, policy_of, trust
from tests.world import Client, World, refused

BOUND = {"StringEquals": {"kms:EncryptionContext:app": "shop"}}


def explain(client: Client, principal: str, **members: Any) -> dict[str, Any]:
    return client.perform("portal", "ExplainAccess", PrincipalArn=principal, **members)


def layer(answer: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (one for one in answer["Layers"] if one["Layer"] == name)
    return dict(found)


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


def test_a_refusal_is_told_in_the_words_the_caller_gets(
    alice: Client, bob: Client, key: str
) -> None:
    with refused("AccessDeniedException") as caught:
        bob.encrypt(KeyId=key, Plaintext=b"x")
    answer = explain(alice, bob.arn, Action="kms:Encrypt", KeyId=key)
    assert answer["Decision"] == "implicitDeny"
    assert answer["Sentence"] == caught.value.message
    assert layer(answer, "RESOURCE")["Contribution"] == "delegates"
    assert layer(answer, "IDENTITY")["IsDeciding"]


def test_the_change_that_is_proposed_allows(
    world: World, alice: Client, key: str
) -> None:
    bob = world.user(alice, "bob")
    text = policy_of(
        trust(account_root(alice.account_id)),
        allow("kms:Sign", Principal={"AWS": bob.arn}),
    )
    alice.put_key_policy(KeyId=key, Policy=text)
    answer = explain(alice, bob.arn, Action="kms:Encrypt", KeyId=key)
    (change,) = answer["Changes"]
    assert change["Sentence"] == "Add kms:Encrypt to statement 2 of the key policy."
    assert json.loads(change["Statement"])["Action"] == ["kms:Sign", "kms:Encrypt"]
    assert bob.arn in change["Policy"]
    alice.put_key_policy(KeyId=key, Policy=change["Policy"])
    bob.encrypt(KeyId=key, Plaintext=b"x")


def test_the_deciding_statement_is_shown_as_it_is_written(
    world: World, alice: Client, key: str
) -> None:
    bob = world.user(alice, "bob", policy_of(allow("kms:*"), deny("kms:Decrypt")))
    answer = explain(alice, bob.arn, Action="kms:Decrypt", KeyId=key)
    assert answer["Decision"] == "explicitDeny"
    (_, decisive) = layer(answer, "IDENTITY")["MatchedStatements"]
    assert decisive["IsDeciding"]
    assert (decisive["StatementNumber"], decisive["Effect"]) == (2, "Deny")
    assert json.loads(decisive["Statement"]) == deny("kms:Decrypt")
    assert answer["Changes"][0]["Kind"] == "removeStatement"


def test_conditions_are_weighed_and_what_is_missing_is_named(
    world: World, alice: Client, key: str
) -> None:
    bob = world.user(alice, "bob", policy_of(allow("kms:*", Condition=BOUND)))
    asked = {"Action": "kms:Encrypt", "KeyId": key}
    without = explain(alice, bob.arn, **asked)
    assert without["Decision"] == "implicitDeny"
    assert without["MissingContextKeys"] == ["kms:encryptioncontext:app"]
    with_context = explain(alice, bob.arn, EncryptionContext={"app": "shop"}, **asked)
    assert with_context["Decision"] == "allowed"
    assert with_context["Sentence"] == (
        f"{bob.arn} is allowed kms:Encrypt on {key} by statement 1 of the policy given."
    )
    entry = {"Key": "kms:EncryptionContext:app", "Values": ["shop"]}
    assert explain(alice, bob.arn, ContextEntries=[entry], **asked)["Decision"] == (
        "allowed"
    )


def test_source_time_and_service_are_supposed(
    world: World, alice: Client, key: str
) -> None:
    condition = {
        "IpAddress": {"aws:SourceIp": "192.0.2.0/24"},
        "DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"},
        "StringEquals": {"kms:ViaService": "ssm.us-east-1.amazonaws.com"},
    }
    bob = world.user(alice, "bob", policy_of(allow("kms:*", Condition=condition)))
    asked = {"Action": "kms:Encrypt", "KeyId": key}
    assert explain(alice, bob.arn, **asked)["Decision"] == "implicitDeny"
    answer = explain(
        alice,
        bob.arn,
        SourceIp="192.0.2.9",
        Time="2025-06-01T00:00:00Z",
        ViaService="ssm",
        **asked,
    )
    assert answer["Decision"] == "allowed"


def test_roles_sessions_and_the_root_user_can_be_asked_about(
    alice: Client, key: str
) -> None:
    account = alice.account_id
    role = f"arn:aws:iam::{account}:role/KeyUser"
    session = f"arn:aws:sts::{account}:assumed-role/KeyUser/ann@example.com"
    for principal in (role, session):
        answer = explain(alice, principal, Action="kms:Encrypt", KeyId=key)
        assert answer["Decision"] == "allowed"
        assert "assumed-role/KeyUser/" in answer["PrincipalArn"]
    root = explain(alice, account_root(account), Action="kms:DisableKey", KeyId=key)
    assert root["Decision"] == "allowed"
    within = policy_of(allow("kms:Sign"))
    limited = explain(
        alice, session, Action="kms:Encrypt", KeyId=key, SessionPolicies=[within]
    )
    assert layer(limited, "SESSION")["IsDeciding"]


def test_another_accounts_principal_is_assumed_to_be_allowed_at_home(
    alice: Client, mallory: Client, key: str
) -> None:
    asked = {"Action": "kms:Encrypt", "KeyId": key}
    answer = explain(alice, mallory.arn, **asked)
    assert answer["Sentence"] == closed_to(mallory.arn, "kms:Encrypt", key)
    assert len(answer["Assumptions"]) == 1
    alice.put_key_policy(KeyId=key, Policy=answer["Changes"][-1]["Policy"])
    assert explain(alice, mallory.arn, **asked)["Decision"] == "allowed"
    mallory.encrypt(KeyId=key, Plaintext=b"x")


def test_of_another_accounts_key_nothing_is_told(
    alice: Client, mallory: Client, key: str
) -> None:
    absent = key[:-12] + "000000000000"
    answers = [
        explain(mallory, mallory.arn, Action="kms:Encrypt", KeyId=arn)
        for arn in (key, absent)
    ]
    told = [json.dumps(answer).replace(absent, key) for answer in answers]
    assert told[0] == told[1]
    assert len(answers[0]["Assumptions"]) == 1
    with refused("ValidationException"):
        explain(mallory, alice.arn, Action="kms:Encrypt", KeyId=key)


def test_what_is_no_key_is_decided_by_identity_policies(
    world: World, alice: Client
) -> None:
    bob = world.user(alice, "bob", policy_of(allow("iam:Get*")))
    assert explain(alice, bob.arn, Action="iam:GetUser")["Decision"] == "allowed"
    assert explain(alice, bob.arn, Action="kms:ListKeys")["Decision"] == "implicitDeny"


def test_questions_that_cannot_be_put_are_refused(
    alice: Client, mallory: Client, key: str
) -> None:
    with refused("ResourceNotFoundException"):
        explain(alice, f"{alice.arn}x", Action="kms:Encrypt", KeyId=key)
    with refused("NotFoundException"):
        explain(alice, alice.arn, Action="kms:Encrypt", KeyId="alias/none")
    with refused("ValidationException"):
        explain(alice, "arn:aws:s3:::a-bucket-name", Action="kms:Encrypt", KeyId=key)
    with refused("ValidationException"):
        explain(alice, alice.arn, Action="s3:GetObject", KeyId=key)
    with refused("MalformedPolicyDocumentException"):
        explain(alice, alice.arn, Action="kms:ListKeys", SessionPolicies=["{}"])
    foreign = f"arn:aws:iam::{mallory.account_id}:user/x"
    with refused("ResourceNotFoundException"):
        explain(alice, alice.arn, Action="iam:GetUser", Resource=foreign)


def test_it_needs_a_permission_and_leaves_an_event(
    alice: Client, bob: Client, key: str
) -> None:
    with refused("AccessDeniedException"):
        explain(bob, bob.arn, Action="kms:Encrypt", KeyId=key)
    explain(alice, bob.arn, Action="kms:Encrypt", KeyId=key)
    record = last_record(alice)
    assert record["eventName"] == "ExplainAccess"
    assert record["requestParameters"]["principalArn"] == bob.arn
