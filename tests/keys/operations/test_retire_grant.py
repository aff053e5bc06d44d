"""RetireGrant: by token or by key and id, by whoever the grant names."""

from typing import Any

import pytest

from kmsportal.iam.models import IamRole
from tests.keys.grants import FUNCTION, LAMBDA, ORDERS, auditor, may, root_arn, service
from tests.keys.ledger import last_record, resources_of
from tests.keys.policies import (
    account_root,
    allow,
    closed_to,
    deny,
    policy_of,
    trust,
)
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


@pytest.fixture
def carol(world: World, alice: Client) -> Client:
    return world.user(alice, "carol")


def granted(alice: Client, key: str, grantee: Client, **members: Any) -> dict[str, Any]:
    made: dict[str, Any] = alice.create_grant(
        KeyId=key,
        GranteePrincipal=grantee.arn,
        **{"Operations": ["Encrypt"]} | members,
    )
    return made


def is_there(alice: Client, key: str) -> bool:
    return bool(alice.list_grants(KeyId=key)["Grants"])


# Naming the grant --------------------------------------------------------------


def test_a_token_alone_names_the_grant(
    alice: Client, bob: Client, carol: Client, key: str
) -> None:
    made = granted(alice, key, bob, RetiringPrincipal=carol.arn)
    bob.encrypt(KeyId=key, Plaintext=b"x")
    assert carol.retire_grant(GrantToken=made["GrantToken"]) == {}
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")


def test_so_do_key_and_id(
    alice: Client, bob: Client, carol: Client, key: str, key_id: str
) -> None:
    for named in (key, key_id):
        made = granted(alice, key, bob, RetiringPrincipal=carol.arn)
        carol.retire_grant(KeyId=named, GrantId=made["GrantId"])
        assert not is_there(alice, key)


def test_one_of_both_ways_must_be_taken(alice: Client, bob: Client, key: str) -> None:
    made = granted(alice, key, bob)
    token, grant_id = made["GrantToken"], made["GrantId"]
    for named in (
        {},
        {"KeyId": key},
        {"GrantId": grant_id},
        {"GrantToken": token, "KeyId": key, "GrantId": grant_id},
        {"GrantToken": token, "GrantId": grant_id},
    ):
        with refused(
            "ValidationException",
            "You must specify either a GrantToken, or both a KeyId and a GrantId.",
        ):
            alice.retire_grant(**named)


def test_what_is_no_token_is_refused(alice: Client) -> None:
    with refused("InvalidGrantTokenException"):
        alice.retire_grant(GrantToken="AQpAM2RhZTk1MGMyNTk2ZmZm")


def test_what_is_no_grant_id_is_refused(alice: Client, key: str) -> None:
    with refused("InvalidGrantIdException"):
        alice.retire_grant(KeyId=key, GrantId="no-id")


def test_a_grant_is_retired_once(alice: Client, bob: Client, key: str) -> None:
    made = granted(alice, key, bob)
    alice.retire_grant(GrantToken=made["GrantToken"])
    sentence = f"Grant {made['GrantId']} does not exist on key {key}."
    with refused("NotFoundException", sentence):
        alice.retire_grant(GrantToken=made["GrantToken"])
    with refused("NotFoundException", sentence):
        alice.retire_grant(KeyId=key, GrantId=made["GrantId"])


def test_an_alias_will_not_do(alice: Client, bob: Client, key: str) -> None:
    alice.create_alias(AliasName="alias/a", TargetKeyId=key)
    made = granted(alice, key, bob)
    with refused("NotFoundException", "Invalid keyId 'alias/a'"):
        alice.retire_grant(KeyId="alias/a", GrantId=made["GrantId"])


def test_a_token_is_good_in_its_region(alice: Client, bob: Client, key: str) -> None:
    made = granted(alice, key, bob)
    with refused("NotFoundException"):
        alice.in_region("eu-central-1").retire_grant(GrantToken=made["GrantToken"])
    assert is_there(alice, key)


# Who may ------------------------------------------------------------------------


def test_the_grantee_may_where_the_grant_says_so(
    alice: Client, bob: Client, key: str
) -> None:
    made = granted(alice, key, bob)
    with refused("AccessDeniedException"):
        bob.retire_grant(GrantToken=made["GrantToken"])
    second = granted(alice, key, bob, Operations=["Encrypt", "RetireGrant"])
    bob.retire_grant(GrantToken=second["GrantToken"])


def test_a_right_to_retire_one_grant_is_none_to_retire_another(
    alice: Client, bob: Client, carol: Client, key: str
) -> None:
    granted(alice, key, bob, Operations=["Encrypt", "RetireGrant"])
    other = granted(alice, key, carol, RetiringPrincipal=carol.arn)
    with refused("AccessDeniedException"):
        bob.retire_grant(GrantToken=other["GrantToken"])
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 2


def test_constraints_do_not_bind_retirement(
    alice: Client, bob: Client, key: str
) -> None:
    made = granted(
        alice,
        key,
        bob,
        Operations=["Encrypt", "RetireGrant"],
        Constraints={"EncryptionContextEquals": ORDERS, "SourceArn": FUNCTION},
    )
    bob.retire_grant(GrantToken=made["GrantToken"])


def test_a_retiring_role_is_all_its_sessions(
    alice: Client, bob: Client, key: str
) -> None:
    ann = auditor(alice)
    role = IamRole.objects.get(account_id=alice.account_id, name="Auditor")
    made = granted(alice, key, bob, RetiringPrincipal=role.arn)
    ann.retire_grant(GrantToken=made["GrantToken"])


def test_a_service_retires_what_names_it(alice: Client, bob: Client, key: str) -> None:
    made = granted(alice, key, bob, RetiringServicePrincipal=LAMBDA)
    other = service("ec2.amazonaws.com", alice.account_id)
    with refused("AccessDeniedException"):
        other.retire_grant(GrantToken=made["GrantToken"])
    service(LAMBDA, alice.account_id).retire_grant(GrantToken=made["GrantToken"])


def test_the_issuing_account_delegates_by_identity_policies(
    world: World, alice: Client, bob: Client, key: str
) -> None:
    made = granted(alice, key, bob)
    dave = world.user(alice, "dave", may("kms:RetireGrant"))
    dave.retire_grant(GrantToken=made["GrantToken"])


def test_an_account_may_be_the_retiring_principal(
    alice: Client, bob: Client, mallory: Client, key: str
) -> None:
    made = granted(alice, key, bob, RetiringPrincipal=root_arn(mallory))
    mallory.retire_grant(GrantToken=made["GrantToken"])
    assert not is_there(alice, key)


def test_a_foreign_retiring_principal_needs_no_policy(
    world: World, alice: Client, bob: Client, mallory: Client, key: str
) -> None:
    trudy = world.user(mallory, "trudy")
    made = granted(alice, key, bob, RetiringPrincipal=trudy.arn)
    trudy.retire_grant(KeyId=key, GrantId=made["GrantId"])
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")


def test_the_key_owner_does_not_retire_what_another_account_issued(
    alice: Client, mallory: Client, key: str
) -> None:
    opened = policy_of(trust(root_arn(alice)), trust(account_root(mallory.account_id)))
    alice.put_key_policy(KeyId=key, Policy=opened)
    made = granted(mallory, key, mallory)
    with refused("AccessDeniedException"):
        alice.retire_grant(GrantToken=made["GrantToken"])
    mallory.retire_grant(GrantToken=made["GrantToken"])


def test_a_key_policy_cannot_give_the_right(
    alice: Client, bob: Client, carol: Client, key: str
) -> None:
    given = allow("kms:RetireGrant", Principal={"AWS": carol.arn})
    alice.put_key_policy(KeyId=key, Policy=policy_of(trust(root_arn(alice)), given))
    made = granted(alice, key, bob)
    with refused("AccessDeniedException"):
        carol.retire_grant(GrantToken=made["GrantToken"])


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"kms:GrantConstraintType": "EncryptionContextEquals"}},
        {"StringEquals": {"kms:EncryptionContext:app": "orders"}},
        {"Null": {"kms:GranteePrincipal": "true"}},
    ],
)
def test_a_deny_takes_the_right_away(
    alice: Client, bob: Client, carol: Client, key: str, condition: dict[str, Any]
) -> None:
    kept = deny("kms:RetireGrant", Principal={"AWS": "*"}, Condition=condition)
    alice.put_key_policy(KeyId=key, Policy=policy_of(trust(root_arn(alice)), kept))
    made = granted(
        alice,
        key,
        bob,
        RetiringPrincipal=carol.arn,
        Constraints={"EncryptionContextEquals": ORDERS},
    )
    with refused("AccessDeniedException"):
        carol.retire_grant(GrantToken=made["GrantToken"])


def test_a_stranger_cannot_tell_a_grant_from_none(
    alice: Client, bob: Client, mallory: Client, key: str
) -> None:
    made = granted(alice, key, bob)
    sentence = closed_to(mallory.arn, "kms:RetireGrant", key)
    for named in (
        {"GrantToken": made["GrantToken"]},
        {"KeyId": key, "GrantId": made["GrantId"]},
        {"KeyId": key, "GrantId": "0" * 64},
    ):
        with refused("AccessDeniedException", sentence):
            mallory.retire_grant(**named)
    absent = key[:-12] + "0" * 12
    sentence = closed_to(mallory.arn, "kms:RetireGrant", absent)
    with refused("AccessDeniedException", sentence):
        mallory.retire_grant(KeyId=absent, GrantId=made["GrantId"])
    assert is_there(alice, key)


def test_a_colleague_who_is_not_named_is_refused(
    alice: Client, bob: Client, carol: Client, key: str
) -> None:
    made = granted(alice, key, bob)
    with refused("AccessDeniedException"):
        carol.retire_grant(GrantToken=made["GrantToken"])


# States, dry runs, the event -----------------------------------------------------


@pytest.mark.parametrize("state", ["disabled", "pending deletion"])
def test_a_grant_is_retired_whatever_the_state_of_its_key(
    alice: Client, bob: Client, key: str, state: str
) -> None:
    made = granted(alice, key, bob)
    if state == "disabled":
        alice.disable_key(KeyId=key)
    else:
        alice.schedule_key_deletion(KeyId=key)
    alice.retire_grant(GrantToken=made["GrantToken"])


def test_a_dry_run_leaves_the_grant(alice: Client, bob: Client, key: str) -> None:
    made = granted(alice, key, bob)
    with refused("DryRunOperationException"):
        alice.retire_grant(GrantToken=made["GrantToken"], DryRun=True)
    assert is_there(alice, key)


def test_the_event_shows_the_grant_and_never_its_token(
    alice: Client, bob: Client, key: str
) -> None:
    made = granted(alice, key, bob)
    alice.retire_grant(GrantToken=made["GrantToken"])
    record = last_record(alice)
    assert record["requestParameters"] is None
    assert record["responseElements"] == {"keyId": key}
    assert record["additionalEventData"] == {"grantId": made["GrantId"]}
    assert resources_of(record) == [key]
