"""CheckPolicy."""

import json
from typing import Any

from tests.iam.identities import allow
from tests.world import Client, World, refused

FOREIGN_KEY = "arn:aws:kms:us-east-1:111122223333:key/1234"


def check(client: Client, document: str, type_: str, **members: Any) -> list[str]:
    found = client.perform(
        "portal",
        "CheckPolicy",
        PolicyDocument=document,
        PolicyType=type_,
        **members,
    )
    return [warning["Code"] for warning in found["Warnings"]]


def key_policy(account_id: str, action: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": account_id},
        "Action": action,
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_sound_policy_has_no_warnings(alice: Client) -> None:
    assert check(alice, key_policy(alice.account_id, "kms:*"), "key") == []
    assert check(alice, allow("kms:Encrypt", "iam:GetUser"), "identity") == []
    assert check(alice, allow("kms:*"), "service-control") == []


def test_all_services_here_are_known(alice: Client) -> None:
    misspelt = allow("kms:Encrpyt", "iam:GetUsr", "cloudtrail:X", "s3:Whatever")
    assert check(alice, misspelt, "identity") == ["UNKNOWN_ACTION"] * 3


def test_the_portals_own_actions_are_known(alice: Client) -> None:
    sound = allow("portal:SearchKeys", "portal:Explain*")
    assert check(alice, sound, "identity") == []
    assert check(alice, allow("portal:SerchKeys"), "identity") == ["UNKNOWN_ACTION"]


def test_a_key_of_another_account_is_judged_from_there(alice: Client) -> None:
    policy = key_policy(alice.account_id, "kms:DisableKey")
    assert check(alice, policy, "key") == []
    warned = check(alice, policy, "key", KeyId=FOREIGN_KEY)
    assert warned == ["IMPOSSIBLE_ACROSS_ACCOUNTS"]
    with refused("InvalidArnException"):
        check(alice, policy, "key", KeyId="arn:x")


def test_what_could_not_be_written_is_refused(alice: Client) -> None:
    for type_ in ("key", "identity", "trust", "service-control"):
        with refused("MalformedPolicyDocumentException"):
            check(alice, '{"Statement": 1}', type_)


def test_a_trust_policy_is_checked_as_such(alice: Client) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": statement})
    assert check(alice, policy, "trust") == ["OPEN_PRINCIPAL"]


def test_it_needs_a_permission(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        check(world.user(alice, "bob"), allow("kms:*"), "identity")
