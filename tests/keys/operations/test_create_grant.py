"""CreateGrant: the grant that is made, and those that are not."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from tests.keys.grants import ORDERS, grant_ids, may
from tests.keys.grants import root_arn as root_of
from tests.keys.ledger import last_event, last_record, resources_of
from tests.keys.policies import account_root, closed_to, policy_of, trust
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


def test_the_grantee_may_do_what_is_granted_and_no_more(
    alice: Client, bob: Client, key: str
) -> None:
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")
    made = alice.create_grant(
        KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"]
    )
    blob = bob.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    with refused("AccessDeniedException"):
        bob.decrypt(CiphertextBlob=blob)
    assert len(made["GrantId"]) == 64
    assert made["GrantToken"]


def test_the_grant_is_listed_as_it_was_made(
    alice: Client, bob: Client, key: str
) -> None:
    made = alice.create_grant(
        KeyId=key,
        GranteePrincipal=bob.arn,
        RetiringPrincipal=root_of(alice),
        Operations=["Decrypt", "Encrypt", "Decrypt"],
        Constraints={"EncryptionContextSubset": ORDERS},
        Name="orders/1",
    )
    (grant,) = alice.list_grants(KeyId=key)["Grants"]
    assert grant == {
        "KeyId": key,
        "GrantId": made["GrantId"],
        "Name": "orders/1",
        "CreationDate": "2026-11-23T12:00:00Z",
        "GranteePrincipal": bob.arn,
        "RetiringPrincipal": root_of(alice),
        "IssuingAccount": root_of(alice),
        "Operations": ["Decrypt", "Encrypt"],
        "Constraints": {"EncryptionContextSubset": ORDERS},
    }


# Names ----------------------------------------------------------------------


def test_the_same_call_by_the_same_name_finds_the_grant_that_is_there(
    alice: Client, bob: Client, key: str
) -> None:
    same = {
        "KeyId": key,
        "GranteePrincipal": bob.arn,
        "Constraints": {"EncryptionContextEquals": ORDERS},
        "Name": "orders",
    }
    first = alice.create_grant(**same, Operations=["Encrypt", "Decrypt"])
    again = alice.create_grant(**same, Operations=["Decrypt", "Encrypt"])
    assert first["GrantId"] == again["GrantId"]
    assert first["GrantToken"] != again["GrantToken"]
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 1
    # Either token stands for the one grant.
    alice.retire_grant(GrantToken=again["GrantToken"])
    with refused("NotFoundException"):
        alice.retire_grant(GrantToken=first["GrantToken"])


@pytest.mark.parametrize(
    "other",
    [
        {"Operations": ["Decrypt"]},
        {"Constraints": {"EncryptionContextEquals": {"app": "x"}}},
        {"RetiringPrincipal": "bob"},
        {"Name": "other"},
        {"Name": None},
    ],
)
def test_any_other_call_makes_another_grant(
    alice: Client, bob: Client, key: str, other: dict[str, Any]
) -> None:
    plain: dict[str, Any] = {
        "KeyId": key,
        "GranteePrincipal": bob.arn,
        "Operations": ["Encrypt"],
        "Name": "orders",
    }
    if other.get("RetiringPrincipal"):
        other = {"RetiringPrincipal": bob.arn}
    first, second = alice.create_grant(**plain), alice.create_grant(**plain | other)
    assert first["GrantId"] != second["GrantId"]
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 2


def test_without_a_name_every_call_makes_a_grant(
    alice: Client, bob: Client, key: str
) -> None:
    for _ in range(2):
        alice.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 2


def test_one_name_serves_several_keys(alice: Client, bob: Client, key: str) -> None:
    other = alice.create_key()["KeyMetadata"]["Arn"]
    made = [
        alice.create_grant(
            KeyId=one, GranteePrincipal=bob.arn, Operations=["Encrypt"], Name="orders"
        )["GrantId"]
        for one in (key, other)
    ]
    assert made[0] != made[1]


# Limits, states, dry runs ---------------------------------------------------


def test_no_grant_beyond_the_quota(
    alice: Client, bob: Client, key: str, settings: Settings
) -> None:
    settings.KMSPORTAL_MAX_GRANTS_PER_KEY = 1
    grant = {
        "KeyId": key,
        "GranteePrincipal": bob.arn,
        "Operations": ["Encrypt"],
        "Name": "one",
    }
    first = alice.create_grant(**grant)
    with refused(
        "LimitExceededException",
        "Grants per key quota for this account in this region is 1, current usage"
        " is 1.",
    ):
        alice.create_grant(**grant | {"Name": "two"})
    assert alice.create_grant(**grant)["GrantId"] == first["GrantId"]


def test_a_disabled_key_is_not_granted(alice: Client, bob: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    with refused("DisabledException", f"{key} is disabled."):
        alice.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])


def test_nor_is_a_key_pending_deletion(alice: Client, bob: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])


def test_an_alias_will_not_do(alice: Client, bob: Client, key: str) -> None:
    alice.create_alias(AliasName="alias/a", TargetKeyId=key)
    with refused("NotFoundException", "Invalid keyId 'alias/a'"):
        alice.create_grant(
            KeyId="alias/a", GranteePrincipal=bob.arn, Operations=["Encrypt"]
        )


def test_a_dry_run_makes_nothing(alice: Client, bob: Client, key: str) -> None:
    with refused("DryRunOperationException"):
        alice.create_grant(
            KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"], DryRun=True
        )
    assert alice.list_grants(KeyId=key)["Grants"] == []
    assert last_record(alice)["eventName"] == "ListGrants"


# Who may grant --------------------------------------------------------------


def test_a_stranger_cannot_grant(alice: Client, mallory: Client, key: str) -> None:
    sentence = closed_to(mallory.arn, "kms:CreateGrant", key)
    with refused("AccessDeniedException", sentence):
        mallory.create_grant(
            KeyId=key, GranteePrincipal=mallory.arn, Operations=["Encrypt"]
        )
    assert alice.list_grants(KeyId=key)["Grants"] == []


def test_a_colleague_without_a_policy_cannot_grant(bob: Client, key: str) -> None:
    with refused(
        "AccessDeniedException",
        f"User: {bob.arn} is not authorized to perform: kms:CreateGrant on resource:"
        f" {key} because no identity-based policy allows the kms:CreateGrant action",
    ):
        bob.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])


def test_a_policy_lets_her_grant_what_she_may_not_do_herself(
    world: World, alice: Client, bob: Client, key: str
) -> None:
    carol = world.user(alice, "carol", may("kms:CreateGrant"))
    carol.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])
    bob.encrypt(KeyId=key, Plaintext=b"x")


def test_a_foreign_account_that_is_let_in_grants_in_its_own_name(
    alice: Client, mallory: Client, key: str
) -> None:
    opened = policy_of(trust(root_of(alice)), trust(account_root(mallory.account_id)))
    alice.put_key_policy(KeyId=key, Policy=opened)
    mallory.create_grant(
        KeyId=key, GranteePrincipal=mallory.arn, Operations=["Encrypt"]
    )
    (grant,) = alice.list_grants(KeyId=key)["Grants"]
    assert grant["IssuingAccount"] == root_of(mallory)
    assert grant["KeyId"] == key


# The event ------------------------------------------------------------------


def test_the_event_shows_the_grant_and_never_its_token(
    alice: Client, bob: Client, key: str, key_id: str
) -> None:
    shown = alice.create_grant(
        KeyId=key_id, GranteePrincipal=bob.arn, Operations=["Encrypt"]
    )
    made = alice.create_grant(
        KeyId=key_id,
        GranteePrincipal=bob.arn,
        RetiringPrincipal=bob.arn,
        Operations=["Encrypt"],
        Constraints={"EncryptionContextEquals": ORDERS},
        Name="orders",
        GrantTokens=[shown["GrantToken"]],
    )
    event, record = last_event(alice), last_record(alice)
    assert record["requestParameters"] == {
        "keyId": key_id,
        "granteePrincipal": bob.arn,
        "retiringPrincipal": bob.arn,
        "operations": ["Encrypt"],
        "constraints": {"encryptionContextEquals": ORDERS},
        "name": "orders",
    }
    assert record["responseElements"] == {"keyId": key, "grantId": made["GrantId"]}
    assert record["readOnly"] is False
    assert resources_of(record) == [key]
    for token in (shown["GrantToken"], made["GrantToken"]):
        assert token.encode() not in bytes(event.record)


def test_grants_die_with_their_key(
    world: World, alice: Client, bob: Client, key: str
) -> None:
    made = alice.create_grant(
        KeyId=key,
        GranteePrincipal=bob.arn,
        RetiringPrincipal=alice.arn,
        Operations=["Encrypt"],
    )
    alice.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    listed = alice.list_retirable_grants(RetiringPrincipal=alice.arn)
    assert grant_ids(listed) == [made["GrantId"]]
    world.run_due_work(alice, after=timedelta(days=7))
    assert alice.list_retirable_grants(RetiringPrincipal=alice.arn)["Grants"] == []
