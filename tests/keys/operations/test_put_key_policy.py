"""PutKeyPolicy."""

import json
from typing import Any

import pytest

from kmsportal.iam.models import IamUser
from kmsportal.registry import find_operation
from tests.keys.ledger import last_record
from tests.keys.policies import account_root, allow, deny, policy_of, trust
from tests.world import Client, World, refused

LOCKOUT = (
    "The new key policy will not allow you to update the key policy in the future."
)
NOBODY = "Policy contains a statement with one or more invalid principals."


def test_the_new_policy_decides_from_now_on(
    world: World, alice: Client, key: str
) -> None:
    bob = world.user(alice, "bob")
    root = trust(account_root(alice.account_id))
    use = allow("kms:Encrypt", Principal={"AWS": bob.arn})
    policy = policy_of(root, use)
    assert alice.put_key_policy(KeyId=key, Policy=policy) == {}
    shown = alice.get_key_policy(KeyId=key)["Policy"]
    assert json.loads(shown) == json.loads(policy)
    bob.encrypt(KeyId=key, Plaintext=b"secret")
    alice.put_key_policy(KeyId=key, PolicyName="default", Policy=policy_of(root))
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"secret")


def test_it_can_be_put_whatever_the_state(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    policy = policy_of(trust(account_root(alice.account_id)))
    alice.put_key_policy(KeyId=key, Policy=policy)


@pytest.mark.parametrize(
    "policy",
    [
        policy_of(allow("kms:*", Principal={"AWS": "111122223333"})),
        policy_of(trust("arn:aws:iam::111122223333:root")),
        policy_of(trust("arn:aws:iam::111122223333:user/alice")),
        policy_of(trust("arn:aws:sts::111122223333:assumed-role/r/s")),
        policy_of(trust("arn:aws:sts::111122223333:federated-user/f")),
        policy_of(trust("AIDAAAAAAAAAAAAAAAAA")),
        policy_of(trust("AROAAAAAAAAAAAAAAAAA:session")),
        policy_of(allow("kms:*", Principal={"CanonicalUser": "79a59df900b949e5"})),
        policy_of(
            allow("kms:*", Principal={"Federated": "cognito-identity.amazonaws.com"})
        ),
    ],
)
def test_principals_must_exist(alice: Client, key: str, policy: str) -> None:
    with refused("MalformedPolicyDocumentException", NOBODY):
        alice.put_key_policy(
            KeyId=key, Policy=policy, BypassPolicyLockoutSafetyCheck=True
        )


def test_every_kind_of_principal_that_exists_may_be_named(
    world: World, alice: Client, mallory: Client, key: str
) -> None:
    bob = world.user(alice, "bob")
    account_id = alice.account_id
    principals = [
        "*",
        account_id,
        account_root(mallory.account_id),
        bob.arn,
        bob.caller.principal.unique_id,
        f"arn:aws:iam::{account_id}:role/Administrator",
        f"arn:aws:sts::{account_id}:assumed-role/Administrator/ann@example.com",
        f"arn:aws:sts::{account_id}:federated-user/ann",
    ]
    policy = policy_of(
        trust(account_root(account_id)),
        allow("kms:Encrypt", Principal={"AWS": principals}),
        allow("kms:Decrypt", Principal={"Service": "logs.us-east-1.amazonaws.com"}),
    )
    alice.put_key_policy(KeyId=key, Policy=policy)


def test_a_namesake_in_another_account_is_somebody_else(
    world: World, alice: Client, mallory: Client, key: str
) -> None:
    world.user(alice, "bob")
    absent = f"arn:aws:iam::{mallory.account_id}:user/bob"
    with refused("MalformedPolicyDocumentException", NOBODY):
        alice.put_key_policy(
            KeyId=key,
            Policy=policy_of(trust(account_root(alice.account_id)), trust(absent)),
        )


def test_whoever_takes_the_name_of_a_deleted_user_gets_nothing(
    world: World, alice: Client, key: str
) -> None:
    bob = world.user(alice, "bob")
    unique_id = bob.caller.principal.unique_id
    named = allow("kms:Encrypt", Principal={"AWS": [bob.arn]})
    policy = policy_of(trust(account_root(alice.account_id)), named)
    alice.put_key_policy(KeyId=key, Policy=policy)
    IamUser.objects.get(unique_id=unique_id).delete()
    namesake = world.user(alice, "bob")
    assert namesake.arn == bob.arn
    with refused("AccessDeniedException"):
        namesake.encrypt(KeyId=key, Plaintext=b"secret")
    shown = json.loads(alice.get_key_policy(KeyId=key)["Policy"])
    assert shown["Statement"][1]["Principal"] == {"AWS": [unique_id]}
    with refused("MalformedPolicyDocumentException", NOBODY):
        alice.put_key_policy(KeyId=key, Policy=json.dumps(shown))


@pytest.mark.parametrize(
    "policy", ["orders", "[]", "{}", policy_of({"Effect": "Allow", "Action": "kms:*"})]
)
def test_what_is_no_policy_is_refused(alice: Client, key: str, policy: str) -> None:
    with refused("MalformedPolicyDocumentException"):
        alice.put_key_policy(KeyId=key, Policy=policy)


def test_a_policy_of_more_than_32_kilobytes_is_refused(alice: Client, key: str) -> None:
    policy = policy_of(trust(account_root(alice.account_id)))
    alice.put_key_policy(KeyId=key, Policy=policy.ljust(32_768))
    with refused(
        "LimitExceededException", "The key policy is larger than 32768 bytes."
    ):
        alice.put_key_policy(KeyId=key, Policy=policy.ljust(32_769))


def test_ram_alone_manages_its_policy(alice: Client, key: str) -> None:
    policy = policy_of(trust(account_root(alice.account_id)))
    with refused(
        "ValidationException",
        "The AWS_RAM policy can only be managed by the RAM service",
    ):
        alice.put_key_policy(KeyId=key, PolicyName="AWS_RAM", Policy=policy)
    with refused("NotFoundException", "No such policy exists"):
        alice.put_key_policy(KeyId=key, PolicyName="mine", Policy=policy)


def lockouts(alice: Client) -> dict[str, str]:
    root = account_root(alice.account_id)
    return {
        "others only": policy_of(allow("kms:Encrypt", Principal={"AWS": root})),
        "denied": policy_of(
            trust(root), deny("kms:PutKeyPolicy", Principal={"AWS": alice.arn})
        ),
        "another name": policy_of(
            allow(
                "kms:*",
                Principal={"AWS": root},
                Condition={"StringEquals": {"kms:PolicyName": "other"}},
            )
        ),
        "another resource": policy_of(
            allow(
                "kms:*",
                resource="arn:aws:kms:us-east-1:111122223333:key/other",
                Principal={"AWS": root},
            )
        ),
    }


@pytest.mark.parametrize(
    "case", ["others only", "denied", "another name", "another resource"]
)
def test_a_policy_that_locks_its_writer_out_is_refused(
    alice: Client, key: str, case: str
) -> None:
    policy, before = lockouts(alice)[case], alice.get_key_policy(KeyId=key)
    with refused("MalformedPolicyDocumentException", LOCKOUT):
        alice.put_key_policy(KeyId=key, Policy=policy)
    assert alice.get_key_policy(KeyId=key) == before
    alice.put_key_policy(KeyId=key, Policy=policy, BypassPolicyLockoutSafetyCheck=True)


def test_delegation_counts_only_with_a_policy_of_the_writers_own(
    world: World, alice: Client, key: str
) -> None:
    """Bob may write this once, by name, but the new policy leaves him to his own."""
    bob = world.user(alice, "bob")
    root = trust(account_root(alice.account_id))
    named = allow("kms:PutKeyPolicy", Principal={"AWS": bob.arn})
    alice.put_key_policy(KeyId=key, Policy=policy_of(root, named))
    with refused("MalformedPolicyDocumentException", LOCKOUT):
        bob.put_key_policy(KeyId=key, Policy=policy_of(root))
    bob.put_key_policy(KeyId=key, Policy=policy_of(root, named))


@pytest.mark.parametrize(
    ("members", "is_present"),
    [
        ({}, False),
        ({"BypassPolicyLockoutSafetyCheck": False}, True),
        ({"BypassPolicyLockoutSafetyCheck": True}, True),
    ],
)
def test_conditions_know_whether_the_bypass_was_mentioned(
    world: World, alice: Client, key: str, members: dict[str, Any], *, is_present: bool
) -> None:
    mentioned = {"Null": {"kms:BypassPolicyLockoutSafetyCheck": "false"}}
    given = policy_of(
        allow("kms:PutKeyPolicy"), deny("kms:PutKeyPolicy", Condition=mentioned)
    )
    bob = world.user(alice, "bob", given)
    policy = policy_of(trust(account_root(alice.account_id)))
    if not is_present:
        bob.put_key_policy(KeyId=key, Policy=policy)
        return
    with refused("AccessDeniedException"):
        bob.put_key_policy(KeyId=key, Policy=policy, **members)


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:ResourceTag/team": "ours"}},
        {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/orders"}},
    ],
)
def test_tags_and_aliases_of_the_key_count_in_identity_policies_only(
    world: World, alice: Client, key: str, condition: dict[str, Any]
) -> None:
    """Developer Guide, "Condition keys for AWS KMS"."""
    alice.tag_resource(KeyId=key, Tags=[{"TagKey": "team", "TagValue": "ours"}])
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key)
    bob = world.user(alice, "bob")
    root = trust(account_root(alice.account_id))
    named = allow("kms:Encrypt", Principal={"AWS": bob.arn}, Condition=condition)
    alice.put_key_policy(KeyId=key, Policy=policy_of(root, named))
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"secret")
    given = policy_of(allow("kms:Encrypt", Condition=condition))
    world.user(alice, "carol", given).encrypt(KeyId=key, Plaintext=b"secret")


def test_it_answers_only_when_nobody_acts_on_the_old_policy() -> None:
    assert find_operation("kms", "PutKeyPolicy").ends_rights


def test_the_event_shows_the_whole_policy(alice: Client, key: str) -> None:
    policy = policy_of(trust(account_root(alice.account_id)))
    alice.put_key_policy(KeyId=key, Policy=policy)
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": key, "policy": policy}
    assert record["responseElements"] == {"keyId": key}
