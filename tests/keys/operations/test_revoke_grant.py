"""RevokeGrant."""

import pytest

from tests.keys.grants import may, root_arn
from tests.keys.ledger import last_record, resources_of
from tests.keys.policies import account_root, closed_to, policy_of, trust
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


@pytest.fixture
def grant(alice: Client, bob: Client, key: str) -> str:
    """The id of a grant to Bob."""
    made: str = alice.create_grant(
        KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt", "RetireGrant"]
    )["GrantId"]
    return made


def test_what_was_granted_is_over(
    alice: Client, bob: Client, key: str, grant: str
) -> None:
    bob.encrypt(KeyId=key, Plaintext=b"x")
    assert alice.revoke_grant(KeyId=key, GrantId=grant) == {}
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")
    assert alice.list_grants(KeyId=key)["Grants"] == []


def test_other_grants_stay(alice: Client, bob: Client, key: str, grant: str) -> None:
    alice.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])
    alice.revoke_grant(KeyId=key, GrantId=grant)
    bob.encrypt(KeyId=key, Plaintext=b"x")


def test_a_grant_is_revoked_once(alice: Client, key: str, grant: str) -> None:
    alice.revoke_grant(KeyId=key, GrantId=grant)
    sentence = f"Grant {grant} does not exist on key {key}."
    with refused("NotFoundException", sentence):
        alice.revoke_grant(KeyId=key, GrantId=grant)


def test_a_grant_belongs_to_its_key(alice: Client, key: str, grant: str) -> None:
    other = alice.create_key()["KeyMetadata"]["KeyId"]
    with refused("NotFoundException"):
        alice.revoke_grant(KeyId=other, GrantId=grant)
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 1


def test_what_is_no_grant_id_is_refused(alice: Client, key: str) -> None:
    with refused("InvalidGrantIdException", "no-id is not a valid grant ID."):
        alice.revoke_grant(KeyId=key, GrantId="no-id")


def test_a_dry_run_leaves_the_grant(
    alice: Client, bob: Client, key: str, grant: str
) -> None:
    with refused("DryRunOperationException"):
        alice.revoke_grant(KeyId=key, GrantId=grant, DryRun=True)
    bob.encrypt(KeyId=key, Plaintext=b"x")
    with refused("NotFoundException"):
        alice.revoke_grant(KeyId=key, GrantId="0" * 64, DryRun=True)


def test_a_key_pending_deletion_can_lose_a_grant(
    alice: Client, key: str, grant: str
) -> None:
    alice.schedule_key_deletion(KeyId=key)
    alice.revoke_grant(KeyId=key, GrantId=grant)


def test_the_grantee_cannot_revoke(bob: Client, key: str, grant: str) -> None:
    with refused("AccessDeniedException"):
        bob.revoke_grant(KeyId=key, GrantId=grant)


def test_a_policy_can_leave_grants_to_services(
    world: World, alice: Client, key: str, grant: str
) -> None:
    for_services = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    carol = world.user(alice, "carol", may("kms:RevokeGrant", Condition=for_services))
    with refused("AccessDeniedException"):
        carol.revoke_grant(KeyId=key, GrantId=grant)
    dave = world.user(alice, "dave", may("kms:RevokeGrant"))
    dave.revoke_grant(KeyId=key, GrantId=grant)


def test_a_stranger_cannot_tell_a_grant_from_none(
    alice: Client, mallory: Client, key: str, grant: str
) -> None:
    sentence = closed_to(mallory.arn, "kms:RevokeGrant", key)
    for grant_id in (grant, "0" * 64, "no-id"):
        with refused("AccessDeniedException", sentence):
            mallory.revoke_grant(KeyId=key, GrantId=grant_id)
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 1


def test_a_foreign_account_that_is_let_in_revokes(
    alice: Client, bob: Client, mallory: Client, key: str, grant: str
) -> None:
    opened = policy_of(trust(root_arn(alice)), trust(account_root(mallory.account_id)))
    alice.put_key_policy(KeyId=key, Policy=opened)
    bob.encrypt(KeyId=key, Plaintext=b"x")
    mallory.revoke_grant(KeyId=key, GrantId=grant)
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")


def test_the_event_names_the_grant(alice: Client, key: str, grant: str) -> None:
    alice.revoke_grant(KeyId=key, GrantId=grant)
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": key, "grantId": grant}
    assert record["responseElements"] == {"keyId": key}
    assert resources_of(record) == [key]
